import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { hasEnded } from '../protocol/model/health.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { CiRun, FailingTest, Job, Step } from '../protocol/model/run.ts';
import { stateCounts, tookWords } from './ci-words.ts';
import { createFolds, disclosure } from './fold.ts';
import { ciMarks, icon, mark } from './icons.ts';
import { jobStyles } from './job-styles.ts';
import { link } from './link.ts';
import { type Deeds, engineName, jobLine, noRights, type Rights } from './rights.ts';
import { actions, base, marks } from './styles.ts';
import { ciWord, stateWords } from './words.ts';
import { t } from './l10n.ts';
import { wish } from './wish.ts';

/** More jobs than this show first what is not done, and the rest when asked. */
const most = 12;
const mostSteps = 6;
/** The key of all jobs together: no job's. */
const whole = '\njobs';
/** So many failing jobs open by themselves. */
const opened = 3;

const quietStates: ReadonlySet<string> = new Set(['passed', 'skipped', 'queued', 'cancelled']);
const fails = ({ state }: { readonly state: string }): boolean =>
  ['failed', 'setup-failed', 'timed-out'].includes(state);

/** A job under a key that stays the same over its run's attempts, in which the engine may give it a new id. */
interface Keyed {
  readonly key: string;
  readonly job: Job;
}

/** The jobs of a run. The first that fail are open; from then on the reader decides. */
export class JobsElement extends LitElement {
  static override properties = {
    run: { attribute: false },
    about: { attribute: false },
    base: { attribute: false },
    rights: { attribute: false },
    deeds: { attribute: false },
    now: { attribute: false },
    all: { state: true },
    longer: { state: true },
  };
  declare run: CiRun | undefined;
  declare about: CardKey | undefined;
  declare base: string | undefined;
  declare rights: Rights;
  /** What was done already to this branch. */
  declare deeds: Deeds;
  declare now: number;
  /** Whether those that are done are shown too. */
  declare all: boolean;
  /** The jobs of which all steps are shown. */
  declare longer: ReadonlySet<string>;
  readonly #folds = createFolds(() => this.requestUpdate());

  constructor() {
    super();
    this.rights = noRights;
    this.deeds = [];
    this.now = 0;
    this.all = false;
    this.longer = new Set();
  }

  override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (!run?.jobs || run.jobs.length === 0) return nothing;
    const jobs = keyed(run.jobs);
    const failing = new Set(jobs.filter(({ job }) => fails(job)).slice(0, opened));
    const open = new Set(jobs.filter((each) => this.#folds.isOpen(each.key, failing.has(each))));
    const quiet = jobs.filter((each) => quietStates.has(each.job.state) && !open.has(each));
    const hides = jobs.length > most && quiet.length > 1;
    const shown = hides && !this.all ? jobs.filter((each) => !quiet.includes(each)) : jobs;
    const counts = stateCounts(run.jobs);
    const head = run.jobs.length === 1 ? t('1 job: {0}', counts) : t('{0} jobs: {1}', run.jobs.length, counts);
    // What is done when it is first seen need not be looked at; what is seen to end stays as it is.
    if (!this.#folds.isOpen(whole, !quietStates.has(run.state) || run.state === 'queued'))
      return this.#head(head, false);
    return html`
      ${this.#head(head, true)}
      <ul aria-label=${t('Jobs')}>${repeat(
        shown,
        ({ key }) => key,
        (each) => this.#job(run, each, open.has(each)),
      )}</ul>
      ${hides ? this.#rest(quiet.map(({ job }) => job)) : nothing}
    `;
  }

  #head(said: string, open: boolean): TemplateResult {
    return disclosure(open, () => this.#folds.toggle(whole), html`<span class="quiet">${said}</span>`);
  }

  #rest(quiet: readonly Job[]): TemplateResult {
    const said = this.all ? t('Show fewer jobs') : t('Show {0} more jobs: {1}', quiet.length, stateCounts(quiet));
    const toggle = () => {
      this.all = !this.all;
    };
    return html`<button class="text" type="button" aria-expanded=${this.all ? 'true' : 'false'} @click=${toggle}>${said}</button>`;
  }

  #job(run: CiRun, { key, job }: Keyed, open: boolean): TemplateResult {
    return html`
      <li>
        <div class="row">
          ${disclosure(
            open,
            () => this.#folds.toggle(key),
            html`
              ${mark(ciMarks[job.state])}
              <span class="title name" title=${job.name}>${job.name}</span><span class="unseen">${ciWord(job.state)}</span>
              ${job.mayFail ? html`<span class="quiet small">${t('may fail')}</span>` : nothing}
              <span class="took quiet small">${tookWords(job, this.now)}</span>
            `,
          )}
          ${this.#log(run, job)}
        </div>
        ${open ? this.#inside(run, key, job) : nothing}
      </li>
    `;
  }

  #log(run: CiRun, job: Job): TemplateResult {
    const log = () => wish(this, { type: 'open-log', run: run.run, job: job.id });
    return html`<button class="tool" type="button" title=${t('Open log')} aria-label=${t('Open log of {0}', job.name)} @click=${log}>${icon('output')}</button>`;
  }

  #more(run: CiRun, job: Job): TemplateResult {
    const line = jobLine(run, job, this.rights, this.deeds);
    const rerun = () => line !== undefined && wish(this, { type: 'run', line, about: this.about });
    return html`
      <div class="more">
        ${line === undefined ? nothing : html`<button class="text" type="button" aria-label=${t('Rerun job {0}', job.name)} @click=${rerun}>${t('Rerun job')}</button>`}
        ${job.url === undefined ? nothing : link(job.url, t('Open at {0}', engineName(run, this.rights)))}
      </div>
    `;
  }

  #inside(run: CiRun, key: string, job: Job): TemplateResult {
    const tests = testsOf(run, job);
    return html`
      <div class="inside">
        ${tests.length > 0 ? html`<shiproom-failures .tests=${tests} .base=${this.base}></shiproom-failures>` : nothing}
        ${this.#steps(key, job)}
        ${this.#more(run, job)}
      </div>
    `;
  }

  #steps(key: string, { steps, state }: Job): TemplateResult {
    if (steps.length === 0) return html`<p class="quiet small">${t('{0}; no steps were told', stateWords(state))}</p>`;
    const short = steps.length > mostSteps && !this.longer.has(key);
    const shown = short ? steps.filter((each) => !quietStates.has(each.state)) : steps;
    const showAll = () => {
      this.longer = new Set(this.longer).add(key);
    };
    return html`
      <ul class="steps" aria-label=${t('Steps')}>${shown.map((step) => this.#step(step))}</ul>
      ${short ? html`<button class="text" type="button" @click=${showAll}>${t('Show all {0} steps', steps.length)}</button>` : nothing}
    `;
  }

  #step(step: Step): TemplateResult {
    return html`
      <li class="step">
        ${mark(ciMarks[step.state])}<span class="unseen">${`${stateWords(step.state)}:`}</span>
        <span class="title name" title=${step.name}>${step.name}</span>
        <span class="took quiet small">${hasEnded(step.state) || step.state === 'running' ? tookWords(step, this.now) : ''}</span>
      </li>
    `;
  }

  static override styles = [base, marks, actions, jobStyles];
}

/** Jobs of one name are told apart by their order. */
function keyed(jobs: readonly Job[]): Keyed[] {
  const seen = new Map<string, number>();
  return jobs.map((job) => {
    const times = (seen.get(job.name) ?? 0) + 1;
    seen.set(job.name, times);
    return { key: times === 1 ? job.name : `${job.name}\n${times}`, job };
  });
}

const isOf = (test: FailingTest, job: Job): boolean => test.job !== undefined && [job.name, job.id].includes(test.job);

const testsOf = (run: CiRun, job: Job): FailingTest[] => run.failures.filter((test) => isOf(test, job));

/** The failing tests that no job of the run has. */
export const testsOfNoJob = (run: CiRun): FailingTest[] =>
  run.failures.filter((test) => !run.jobs?.some((job) => isOf(test, job)));
