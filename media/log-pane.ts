import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { CiState, type Job } from '../protocol/model/run.ts';
import { ciMarks, icon, mark } from './icons.ts';
import type { LogView } from './log.ts';
import { logStyles } from './log-styles.ts';
import { isTrouble, type LogPart, logTree } from './log-tree.ts';
import { actions, base, fields, marks } from './styles.ts';
import { ciWord, stateWords } from './words.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

const nearEnd = 40;

/** A run's log while it is written, folded by its steps. It follows the end while its reader is there. Escape closes it. */
export class LogPaneElement extends LitElement {
  static override properties = {
    log: { attribute: false },
    heading: { attribute: false },
    jobs: { attribute: false },
  };
  declare log: LogView | undefined;
  declare heading: string;
  /** The jobs of the run, each of which may have a log of its own. */
  declare jobs: readonly Job[];
  #following = true;
  /** What the reader opened or closed, by the part's place. */
  #folded = new Map<string, boolean>();
  #tree: readonly LogPart[] = [];

  constructor() {
    super();
    this.jobs = [];
  }

  get #text(): HTMLElement | null {
    return this.renderRoot.querySelector('div.text');
  }

  protected override firstUpdated(): void {
    this.#text?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('log');
    const { log } = this;
    if (before?.run !== log?.run || before?.job !== log?.job) {
      this.#following = true;
      this.#folded = new Map();
    }
    if (before?.text !== log?.text) this.#tree = logTree(log?.text ?? '');
  }

  protected override updated(): void {
    const text = this.#text;
    if (text && this.#following) text.scrollTop = text.scrollHeight;
  }

  #scrolled(text: HTMLElement): void {
    this.#following = text.scrollHeight - text.scrollTop - text.clientHeight < nearEnd;
  }

  #close(): void {
    wish(this, { type: 'close-log' });
  }

  override render(): TemplateResult | typeof nothing {
    const { log } = this;
    if (!log) return nothing;
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') this.#close();
    };
    return html`
      <section aria-label=${t('CI log')} @keydown=${key}>
        <header>
          ${icon('output')}
          <h2 class="name" title=${this.heading}>${this.heading}</h2>
          ${this.jobs.length > 0 ? this.#jobs(log) : nothing}
          <span class="quiet" role="status">${progressWords(log)}</span>
          <button class="tool" type="button" title=${t('Close log')} aria-label=${t('Close log')} @click=${() => this.#close()}>
            ${icon('close')}
          </button>
        </header>
        ${this.#refused(log)}
        ${log.cut ? html`<p class="quiet note">${t('The beginning is left out: this log is long.')}</p>` : nothing}
        <div
          class="text"
          tabindex="0"
          role="log"
          aria-live="off"
          aria-label=${t('Log')}
          @scroll=${(event: Event & { currentTarget: HTMLElement }) => this.#scrolled(event.currentTarget)}
        >${this.#parts(this.#tree, '', !log.ended)}${log.text === '' && log.ended ? html`<pre>${t('The log is empty.')}</pre>` : nothing}</div>
        ${log.note === undefined ? nothing : html`<p class="quiet note" role="status" dir="auto">${icon('watch')} ${log.note}</p>`}
      </section>
    `;
  }

  #jobs(log: LogView): TemplateResult {
    const choose = ({ currentTarget }: Event & { currentTarget: HTMLSelectElement }) => {
      const job = currentTarget.value === '' ? undefined : currentTarget.value;
      wish(this, { type: 'open-log', run: log.run, job });
    };
    const option = ({ id, name, state }: Job) =>
      html`<option value=${id} ?selected=${id === log.job}>${`${name} (${ciWord(state)})`}</option>`;
    return html`<select aria-label=${t('Job whose log is shown')} @change=${choose}>
      <option value="" ?selected=${log.job === undefined}>${t('Run’s log')}</option>
      ${this.jobs.map(option)}
    </select>`;
  }

  /** `live`: the last of them is being written. */
  #parts(parts: readonly LogPart[], place: string, live: boolean): readonly TemplateResult[] {
    return parts.map((part, index) => this.#part(part, `${place}.${index}`, live && index === parts.length - 1));
  }

  #part(part: LogPart, place: string, live: boolean): TemplateResult {
    switch (part.type) {
      case 'text':
        return html`<pre>${part.text}</pre>`;
      case 'error':
      case 'warning':
        return html`<div class="line ${part.type === 'error' ? 'bad' : 'warn'}">${part.text}</div>`;
      case 'step':
      case 'group':
        return this.#fold(part, place, live);
    }
  }

  #fold(part: Extract<LogPart, { parts: readonly LogPart[] }>, place: string, live: boolean): TemplateResult {
    if ((live || isTrouble(part)) && !this.#folded.has(place)) this.#folded.set(place, true);
    const open = this.#folded.get(place) ?? false;
    const state = CiState.safeParse(part.state);
    const toggled = ({ currentTarget }: Event & { currentTarget: HTMLDetailsElement }) => {
      if (currentTarget.open === (this.#folded.get(place) ?? false)) return;
      this.#folded.set(place, currentTarget.open);
      this.requestUpdate();
    };
    return html`
      <details ?open=${open} @toggle=${toggled}>
        <summary>
          ${state.success ? html`${mark(ciMarks[state.data])}<span class="unseen">${`${stateWords(state.data)}:`}</span>` : nothing}
          <span class="name">${part.name === '' ? t('Untitled') : part.name}</span>
        </summary>
        ${open ? this.#parts(part.parts, place, live) : nothing}
      </details>
    `;
  }

  #refused({ refused }: LogView): TemplateResult | typeof nothing {
    if (refused === undefined) return nothing;
    const again = () => wish(this, { type: 'retry-log' });
    return html`
      <p class="note error" role="status">
        ${icon('error')} <span dir="auto">${refused}</span> <button class="text" type="button" @click=${again}>${t('Try again')}</button>
      </p>
    `;
  }

  static override styles = [base, marks, actions, fields, logStyles];
}

function progressWords(log: LogView): string {
  if (log.refused !== undefined) return t('Not readable now');
  if (log.ended) return t('Ended');
  return log.text === '' ? t('Waiting for output…') : t('Following');
}
