import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Offset } from '../protocol/model/ids.ts';
import { icon } from './icons.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** What may be done with a message of one's own: change it in the composer, or take it back, which is asked once more. */
export class OwnElement extends LitElement {
  static override properties = {
    offset: { attribute: false },
    reachable: { type: Boolean },
    asking: { type: Boolean, reflect: true },
  };
  declare offset: Offset | undefined;
  /** Whether the Tab key reaches it. */
  declare reachable: boolean;
  declare asking: boolean;

  #ask(): void {
    this.asking = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.sure')?.focus());
  }

  #keep(): void {
    this.asking = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.delete')?.focus());
  }

  #remove(offset: Offset): void {
    this.asking = false;
    // What held the focus goes with the message; its place stays.
    const root = this.getRootNode();
    if (root instanceof ShadowRoot && root.host instanceof HTMLElement) root.host.focus();
    wish(this, { type: 'amend', offset, text: null });
  }

  override render(): TemplateResult | typeof nothing {
    const { offset } = this;
    if (offset === undefined) return nothing;
    return this.asking ? this.#confirm(offset) : this.#tools(offset);
  }

  #tools(offset: Offset): TemplateResult {
    const tab = this.reachable ? 0 : -1;
    const edit = () => wish(this, { type: 'begin-edit', offset });
    return html`
      <button class="tool" type="button" tabindex=${tab} title=${t('Edit')} aria-label=${t('Edit message')} @click=${edit}>${icon('edit')}</button>
      <button class="tool delete" type="button" tabindex=${tab} title=${t('Delete…')} aria-label=${t('Delete message…')} @click=${() => this.#ask()}>${icon('trash')}</button>
    `;
  }

  #confirm(offset: Offset): TemplateResult {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.#keep();
    };
    return html`<div class="confirm" role="group" aria-label=${t('Delete this message?')} @keydown=${key}>
      <span>${t('Delete this message, here and in the chats?')}</span>
      <span class="buttons">
        <button type="button" class="button sure" @click=${() => this.#remove(offset)}>${t('Delete')}</button>
        <button type="button" class="button secondary" @click=${() => this.#keep()}>${t('Keep')}</button>
      </span>
    </div>`;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
      }
      :host(:not([asking])) {
        position: absolute;
        top: 2px;
        inset-inline-end: 8px;
        display: flex;
        border: 1px solid var(--vscode-editorSuggestWidget-border, var(--vscode-widget-border, transparent));
        border-radius: 5px;
        background: var(--vscode-editorSuggestWidget-background);
      }
      .confirm {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        padding: 4px 0;
      }
      .buttons {
        display: flex;
        gap: 6px;
      }
    `,
  ];
}
