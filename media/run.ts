import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CardKey } from '../protocol/model/card.ts';
import type { CiRun, Gate } from '../protocol/model/run.ts';
import type { Sha } from '../protocol/model/ids.ts';
import { decisionWords } from './ci-words.ts';
import { ciMarks, icon, type IconName, mark } from './icons.ts';
import { testsOfNoJob } from './jobs.ts';
import { type Deeds, engineName, noRights, type Rights, runLines } from './rights.ts';
import { runStyles } from './run-styles.ts';
import { actions, base, marks } from './styles.ts';
import type { Calendar } from './time.ts';
import { countWords, runTimeWords, short, stateWords, subjectOf } from './words.ts';
import { wish } from './wish.ts';
import { runName } from '../protocol/model/health.ts';
import { filled, t } from './l10n.ts';

/** One run of CI: how it stands, what it waits for, what failed, where its log is, and what may be done about it. */
export class RunElement extends LitElement {
  static override properties = {
    run: { attribute: false },
    about: { attribute: false },
    head: { attribute: false },
    base: { attribute: false },
    now: { attribute: false },
    calendar: { attribute: false },
    brief: { type: Boolean, reflect: true },
    rights: { attribute: false },
    deeds: { attribute: false },
  };
  declare run: CiRun | undefined;
  declare about: CardKey | undefined;
  /** The branch's present head, if it is known. */
  declare head: Sha | undefined;
  /** The branch that this one goes into, if it is known. */
  declare base: string | undefined;
  declare now: number;
  declare calendar: Calendar | undefined;
  /** In one line: it is not the newest of its workflow. */
  declare brief: boolean;
  declare rights: Rights;
  /** What was done already to this branch. */
  declare deeds: Deeds;

  constructor() {
    super();
    this.rights = noRights;
    this.deeds = [];
    this.now = 0;
  }

  override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (!run) return nothing;
    const name = runName(run);
    return html`
      <div class="head">
        ${mark(ciMarks[run.state])}
        <span class="state">${stateWords(run.state)}</span>
        <span class="what quiet" title=${t('{0} at {1}', name, short(run.commit))}>
          ${filled(t('{0} at {1}'), html`<span class="name">${name}</span>`, html`<span class="mono">${short(run.commit)}</span>`)}
        </span>
        <span class="tools">${this.#tools(run)}</span>
      </div>
      ${this.brief ? nothing : this.#details(run)}
    `;
  }

  /** A run as its buttons name it to whoever does not see beside what they stand. */
  #subject(run: CiRun): string {
    return subjectOf(run, this.about);
  }

  #tools(run: CiRun): TemplateResult {
    const { cancel } = runLines(run, this.rights, this.deeds);
    const { url } = run;
    const subject = this.#subject(run);
    const log = () => wish(this, { type: 'open-log', run: run.run });
    const page = () => url !== undefined && wish(this, { type: 'open-link', href: url });
    return html`
      ${cancel === undefined ? nothing : tool('debug-stop', t('Cancel'), t('Cancel {0}', subject), () => this.#do(cancel))}
      ${url === undefined ? nothing : tool('link-external', t('Open at {0}', engineName(run, this.rights)), t('Open page of {0}', subject), page)}
      ${tool('output', t('Open log'), t('Open log of {0}', subject), log)}
    `;
  }

  #do(line: string): void {
    wish(this, { type: 'run', line, about: this.about });
  }

  #details(run: CiRun): TemplateResult {
    const { failures, lines } = run;
    const tests = testsOfNoJob(run);
    const head = this.head === run.commit ? undefined : this.head;
    return html`
      <p class="quiet line">${this.#facts(run).join(' · ')}</p>
      ${head ? html`<p class="quiet line">${filled(t('Not the present head, which is {0}'), html`<span class="mono">${short(head)}</span>`)}</p>` : nothing}
      ${run.infrastructure === undefined ? nothing : html`<p class="line trouble">${icon('warning', { warn: true })}<span dir="auto">${t('No test is to blame: {0}', run.infrastructure)}</span></p>`}
      ${repeat(run.gates ?? [], gateKey, (gate) => this.#gate(run, gate))}
      ${(run.decisions ?? []).map((each) => html`<p class="quiet line" dir="auto">${decisionWords(each, this.now)}</p>`)}
      ${this.#again(run)}
      ${tests.length > 0 ? html`<shiproom-failures .tests=${tests} .base=${this.base}></shiproom-failures>` : nothing}
      ${failures.length === 0 && lines.length > 0 ? lastLines(lines) : nothing}
      <shiproom-jobs
        .run=${run}
        .about=${this.about}
        .base=${this.base}
        .rights=${this.rights}
        .deeds=${this.deeds}
        .now=${this.now}
      ></shiproom-jobs>
    `;
  }

  #facts(run: CiRun): string[] {
    const by = run.requestedBy?.name ?? (run.actor === undefined ? undefined : `@${run.actor}`);
    return [
      run.counts ? countWords(run.counts) : '',
      runTimeWords(run, this.now),
      by === undefined ? '' : t('by {0}', by),
      run.attempt > 1 ? t('attempt {0}', run.attempt) : '',
      run.event ?? '',
      engineName(run, this.rights),
    ].filter((each) => each !== '');
  }

  #gate(run: CiRun, gate: Gate): TemplateResult {
    return html`<shiproom-gate
      .run=${run}
      .gate=${gate}
      .about=${this.about}
      .rights=${this.rights}
      .deeds=${this.deeds}
      .now=${this.now}
      .calendar=${this.calendar}
    ></shiproom-gate>`;
  }

  #again(run: CiRun): TemplateResult | typeof nothing {
    const { rerun, rerunFailed } = runLines(run, this.rights, this.deeds);
    const button = (name: string, label: string, line: string) => html`<button type="button" class="button secondary"
      aria-label=${label}
      @click=${() => this.#do(line)}
    >${name}</button>`;
    if (rerun === undefined && rerunFailed === undefined) return nothing;
    const subject = this.#subject(run);
    return html`<div class="buttons">
      ${rerunFailed === undefined ? nothing : button(t('Rerun Failed'), t('Rerun Failed of {0}', subject), rerunFailed)}
      ${rerun === undefined ? nothing : button(t('Rerun All'), t('Rerun All of {0}', subject), rerun)}
    </div>`;
  }

  static override styles = [base, marks, actions, runStyles];
}

const tool = (name: IconName, title: string, label: string, act: () => void): TemplateResult =>
  html`<button class="tool" type="button" title=${title} aria-label=${label} @click=${act}>${icon(name)}</button>`;

const gateKey = ({ environment, id }: Gate): string => `${environment}\n${id ?? ''}`;

const lastLines = (lines: readonly string[]): TemplateResult =>
  html`<pre tabindex="0" role="group" aria-label=${t('First lines of the log that tell why')}>${lines.join('\n')}</pre>`;
