import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { noReader, type Reader } from './reader.ts';
import type { Aside } from './state.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** What only the reader sees: a command under way, its private reply, or why something was refused. */
export class AsideElement extends LitElement {
  static override properties = {
    aside: { attribute: false },
    reader: { attribute: false },
    standing: { attribute: false },
  };
  declare aside: Aside | undefined;
  declare reader: Reader;
  /** How the buttons of its reply stand. */
  declare standing: string;

  constructor() {
    super();
    this.reader = noReader;
    this.standing = '';
  }

  #dismiss(ask: string): void {
    wish(this, { type: 'dismiss', ask });
  }

  /** The same again, under a new number. */
  #again({ ask, kind, text, about, amends }: Aside): void {
    this.#dismiss(ask);
    if (amends !== undefined) wish(this, { type: 'amend', offset: amends, text: text === '' ? null : text });
    else if (kind === 'say') wish(this, { type: 'say', text, about });
    else wish(this, { type: 'run', line: text, about });
  }

  #edit(aside: Aside): void {
    const next = lacksWorkflow(aside) ? `${written(aside)} --workflow ` : written(aside);
    wish(this, { type: 'edit', ask: aside.ask, text: next, about: aside.about });
  }

  override render(): TemplateResult | typeof nothing {
    const { aside } = this;
    if (!aside) return nothing;
    return html`
      <div class="head quiet">
        ${icon('eye')}<span>${t('Only you see this')}</span>
        <button class="tool" type="button" title=${t('Dismiss')} aria-label=${t('Dismiss')} @click=${() => this.#dismiss(aside.ask)}>
          ${icon('close')}
        </button>
      </div>
      <code class="line" dir="auto">${written(aside)}</code>
      ${this.#outcome(aside)}
    `;
  }

  #outcome(aside: Aside): TemplateResult {
    const { outcome } = aside;
    switch (outcome.type) {
      case 'waiting':
        return html`<p class="quiet">${icon('loading', { busy: true })} ${t('Asking the bot…')}</p>`;
      case 'reply':
        return html`<shiproom-message
          .message=${outcome.message}
          .reader=${this.reader}
          .about=${aside.about}
          .standing=${this.standing}
        ></shiproom-message>`;
      case 'refused':
        return html`
          <p class="error">${icon('error')} <span dir="auto">${outcome.message}</span></p>
          <button class="text" type="button" @click=${() => this.#again(aside)}>${t('Try again')}</button>
          ${aside.kind === 'amend' ? nothing : html`<button class="text" type="button" @click=${() => this.#edit(aside)}>${lacksWorkflow(aside) ? t('Choose Workflow') : t('Edit')}</button>`}
        `;
    }
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        margin: 6px 12px 6px 44px;
        padding: 4px 0 4px 10px;
        border-inline-start: 2px dashed var(--vscode-descriptionForeground);
      }
      :host(:focus-visible) {
        outline: 1px solid var(--vscode-focusBorder);
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: 11px;
      }
      .head .codicon {
        font-size: 14px;
      }
      .head button {
        margin-inline-start: auto;
      }
      .line {
        display: block;
        margin-bottom: 4px;
        color: var(--vscode-descriptionForeground);
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      p {
        display: flex;
        gap: 6px;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

/** As its writer typed it. */
function written({ kind, text }: Pick<Aside, 'kind' | 'text'>): string {
  if (kind === 'run') return `/${text}`;
  return kind === 'amend' && text === '' ? t('Delete a message') : text;
}

/** Several could be started, and none was named. */
const lacksWorkflow = ({ kind, text, outcome }: Aside): boolean =>
  kind === 'run' && outcome.type === 'refused' && outcome.field === 'workflow' && !text.includes('--workflow');
