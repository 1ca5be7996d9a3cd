import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { CiRun, Gate } from '../protocol/model/run.ts';
import { gateWords } from './ci-words.ts';
import { icon } from './icons.ts';
import { type Deeds, gateLine, mayDecide, noRights, type Rights, type Verdict } from './rights.ts';
import { actions, base, marks } from './styles.ts';
import { type Calendar, createCalendar } from './time.ts';
import { wish } from './wish.ts';
import { subjectOf } from './words.ts';
import { t } from './l10n.ts';

/** As long as an engine lets a comment be. */
const longest = 500;

/** What a run waits for, and the answer to it: asked once more, with room for a comment. */
export class GateElement extends LitElement {
  static override properties = {
    run: { attribute: false },
    gate: { attribute: false },
    about: { attribute: false },
    rights: { attribute: false },
    deeds: { attribute: false },
    now: { attribute: false },
    calendar: { attribute: false },
    asking: { state: true },
  };
  declare run: CiRun | undefined;
  declare gate: Gate | undefined;
  declare about: CardKey | undefined;
  declare rights: Rights;
  /** What was done already to this branch. */
  declare deeds: Deeds;
  declare now: number;
  declare calendar: Calendar | undefined;
  /** The answer that waits for its comment. */
  declare asking: Verdict | undefined;

  constructor() {
    super();
    this.rights = noRights;
    this.deeds = [];
    this.now = 0;
  }

  #ask(verdict: Verdict): void {
    this.asking = verdict;
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  #close(): void {
    const was = this.asking;
    this.asking = undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-verdict=${was}]`)?.focus());
  }

  #send(run: CiRun, gate: Gate, verdict: Verdict): void {
    const comment = this.renderRoot.querySelector('input')?.value ?? '';
    wish(this, { type: 'run', line: gateLine(run, gate, verdict, comment, this.rights), about: this.about });
    this.#close();
  }

  override render(): TemplateResult | typeof nothing {
    const { run, gate } = this;
    if (!run || !gate) return nothing;
    const calendar = this.calendar ?? createCalendar();
    return html`
      <p class="what">
        ${icon(gate.until === undefined ? 'shield' : 'watch', { warn: true })}
        <span class="name">${gateWords(gate, this.now, calendar)}</span>
      </p>
      ${this.asking === undefined ? this.#buttons(run, gate) : this.#confirm(run, gate, this.asking)}
    `;
  }

  #buttons(run: CiRun, gate: Gate): TemplateResult | typeof nothing {
    // Nobody is asked where it only waits for its time.
    if (gate.until !== undefined) return nothing;
    const verdicts = (['approve', 'reject'] as const).filter((each) =>
      mayDecide(run, gate, each, this.rights, this.deeds),
    );
    if (verdicts.length === 0) return nothing;
    const button = (verdict: Verdict) => html`<button
      type="button"
      class=${verdict === 'reject' ? 'button secondary' : 'button'}
      data-verdict=${verdict}
      aria-label=${`${this.#answer(run, gate, verdict)}…`}
      @click=${() => this.#ask(verdict)}
    >${verdict === 'approve' ? t('Approve…') : t('Reject…')}</button>`;
    return html`<div class="buttons">${verdicts.map(button)}</div>`;
  }

  #answer(run: CiRun, { environment }: Gate, verdict: Verdict): string {
    const subject = subjectOf(run, this.about);
    return verdict === 'approve'
      ? t('Approve {0} for {1}', environment, subject)
      : t('Reject {0} for {1}', environment, subject);
  }

  #confirm(run: CiRun, gate: Gate, verdict: Verdict): TemplateResult {
    const send = () => this.#send(run, gate, verdict);
    const key = (event: KeyboardEvent) => {
      if (event.isComposing || (event.key !== 'Escape' && event.key !== 'Enter')) return;
      event.stopPropagation();
      event.preventDefault();
      if (event.key === 'Enter') send();
      else this.#close();
    };
    const { environment } = gate;
    const what = verdict === 'approve' ? t('Approve {0}', environment) : t('Reject {0}', environment);
    return html`
      <div class="confirm" role="group" aria-label=${this.#answer(run, gate, verdict)}>
        <input
          type="text"
          maxlength=${longest}
          placeholder=${t('Comment (optional)')}
          aria-label=${t('Comment (optional)')}
          autocomplete="off"
          @keydown=${key}
        />
        <div class="buttons">
          <button type="button" class="button" @click=${send}>${what}</button>
          <button type="button" class="button secondary" @click=${() => this.#close()}>${t('Back')}</button>
        </div>
      </div>
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        padding-bottom: 2px;
      }
      .what {
        display: flex;
        gap: 6px;
      }
      .buttons,
      .confirm {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding: 4px 0 2px 22px;
      }
      .confirm .buttons {
        padding: 0;
      }
      input {
        flex: 1 1 160px;
        min-width: 0;
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--vscode-input-border, var(--vscode-widget-border, transparent));
        border-radius: 4px;
        background: var(--vscode-input-background);
        color: var(--vscode-input-foreground);
        font: inherit;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
    `,
  ];
}
