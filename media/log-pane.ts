import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import type { LogView } from './log.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';

const nearEnd = 40;

/** A run's log while it is written. It follows the end while its reader is there. Escape closes it. */
export class LogPaneElement extends LitElement {
  static override properties = { log: { attribute: false }, heading: { attribute: false } };
  declare log: LogView | undefined;
  declare heading: string;
  #following = true;

  get #text(): HTMLElement | null {
    return this.renderRoot.querySelector('pre');
  }

  protected override firstUpdated(): void {
    this.#text?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('log')?.run !== this.log?.run) this.#following = true;
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
      <section aria-label="CI log" @keydown=${key}>
        <header>
          ${icon('output')}
          <h2 class="name">${this.heading}</h2>
          <span class="quiet" role="status">${stateWords(log)}</span>
          <button class="tool" type="button" title="Close log" aria-label="Close log" @click=${() => this.#close()}>
            ${icon('close')}
          </button>
        </header>
        ${this.#refused(log)}
        ${log.cut ? html`<p class="quiet note">The beginning is left out: this log is long.</p>` : nothing}
        <pre
          tabindex="0"
          role="log"
          aria-live="off"
          aria-label="Log"
          @scroll=${(event: Event & { currentTarget: HTMLElement }) => this.#scrolled(event.currentTarget)}
        >${log.text === '' && log.ended ? 'The log is empty.' : log.text}</pre>
      </section>
    `;
  }

  #refused({ refused }: LogView): TemplateResult | typeof nothing {
    if (refused === undefined) return nothing;
    const again = () => wish(this, { type: 'retry-log' });
    return html`
      <p class="note error" role="status" dir="auto">
        ${refused} <button class="text" type="button" @click=${again}>Try again</button>
      </p>
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      section {
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      header {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 30px;
        padding: 0 8px 0 12px;
        border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
      }
      h2 {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      header .quiet {
        font-size: 11px;
      }
      .note {
        padding: 4px 12px;
      }
      pre {
        flex: 1;
        min-height: 0;
        margin: 0;
        padding: 8px 12px;
        overflow: auto;
        background: var(--vscode-editor-background);
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size);
        line-height: 1.45;
        overflow-wrap: anywhere;
        tab-size: 8;
        white-space: pre-wrap;
      }
    `,
  ];
}

function stateWords(log: LogView): string {
  if (log.refused !== undefined) return 'Not readable now';
  if (log.ended) return 'Ended';
  return log.text === '' ? 'Waiting for output…' : 'Following';
}
