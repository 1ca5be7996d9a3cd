import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { CiRun, FailingTest } from '../protocol/model/run.ts';
import { hasEnded } from '../protocol/model/health.ts';
import type { Sha } from '../protocol/model/ids.ts';
import { ciMarks, icon, mark } from './icons.ts';
import { runStyles } from './run-styles.ts';
import { actions, base, marks } from './styles.ts';
import { count, countWords, placeWords, runTimeWords, short, stateWords } from './words.ts';
import { wish } from './wish.ts';

const firstFailures = 5;

/** One run of CI: how it stands, what failed, and where its log is. */
export class RunElement extends LitElement {
  static override properties = {
    run: { attribute: false },
    about: { attribute: false },
    head: { attribute: false },
    now: { attribute: false },
    brief: { type: Boolean, reflect: true },
    cancellable: { type: Boolean },
    all: { state: true },
  };
  declare run: CiRun | undefined;
  declare about: CardKey | undefined;
  /** The branch's present head, if it is known. */
  declare head: Sha | undefined;
  declare now: number;
  /** In one line: it is not the newest. */
  declare brief: boolean;
  /** Whether the bot would take a cancellation. */
  declare cancellable: boolean;
  /** Whether all failing tests are shown. */
  declare all: boolean;

  override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (!run) return nothing;
    return html`
      <div class="head">
        ${mark(ciMarks[run.state])}
        <span class="state">${stateWords(run.state)}</span>
        <span class="what quiet"><span class="name">${run.workflow}</span> at <span class="mono">${short(run.commit)}</span></span>
        <span class="buttons">${this.#buttons(run)}</span>
      </div>
      ${this.brief ? nothing : this.#details(run)}
    `;
  }

  #buttons({ run, state }: CiRun): TemplateResult {
    const open = () => wish(this, { type: 'open-log', run });
    const cancel = () => wish(this, { type: 'run', line: `ci cancel ${run}`, about: this.about });
    const cancelButton = html`<button class="tool" type="button" title="Cancel run" aria-label="Cancel run" @click=${cancel}>
      ${icon('debug-stop')}
    </button>`;
    return html`
      ${this.cancellable && !hasEnded(state) ? cancelButton : nothing}
      <button class="tool" type="button" title="Open log" aria-label="Open log" @click=${open}>${icon('output')}</button>
    `;
  }

  #details(run: CiRun): TemplateResult {
    const said = [
      run.counts ? countWords(run.counts) : '',
      runTimeWords(run, this.now),
      run.requestedBy ? `by ${run.requestedBy.name}` : '',
      run.attempt > 1 ? `attempt ${run.attempt}` : '',
      run.provider,
    ].filter((each) => each !== '');
    const head = this.head === run.commit ? undefined : this.head;
    return html`
      <p class="quiet line">${said.join(' · ')}</p>
      ${head ? html`<p class="quiet line">Not the present head, which is <span class="mono">${short(head)}</span></p>` : nothing}
      ${run.failures.length > 0 ? this.#failures(run.failures) : nothing}
      ${run.failures.length === 0 && run.lines.length > 0 ? lastLines(run.lines) : nothing}
    `;
  }

  #failures(failures: readonly FailingTest[]): TemplateResult {
    const shown = this.all ? failures : failures.slice(0, firstFailures);
    const left = failures.length - shown.length;
    const showAll = () => {
      this.all = true;
    };
    return html`
      <ul class="failures" aria-label="Failing tests">${shown.map(failure)}</ul>
      ${
        left > 0
          ? html`<button class="text" type="button" @click=${showAll}>Show ${count(left, 'more failing test')}</button>`
          : nothing
      }
    `;
  }

  static override styles = [base, marks, actions, runStyles];
}

function failure(test: FailingTest): TemplateResult {
  const place = placeWords(test);
  return html`
    <li>
      ${icon('error', { bad: true })}
      <div class="test">
        <div class="name" dir="auto">${test.name}</div>
        ${place === '' ? nothing : html`<div class="mono quiet">${place}</div>`}
        ${test.message === undefined ? nothing : html`<div class="why mono" dir="auto" title=${test.message}>${test.message}</div>`}
      </div>
    </li>
  `;
}

const lastLines = (lines: readonly string[]): TemplateResult =>
  html`<pre tabindex="0" role="group" aria-label="Last lines of the log">${lines.join('\n')}</pre>`;
