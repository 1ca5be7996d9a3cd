import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Pending } from '../protocol/wire/panel.ts';
import { icon } from './icons.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** A message of the reader's own that the bridge has not acknowledged, or has refused. */
export class PendingElement extends LitElement {
  static override properties = { pending: { attribute: false }, online: { type: Boolean } };
  declare pending: Pending | undefined;
  declare online: boolean;

  #remove({ mid }: Pending): void {
    wish(this, { type: 'forget', mid });
  }

  #retry(pending: Pending): void {
    this.#remove(pending);
    const { text, about, amends, removes } = pending;
    if (amends === undefined) wish(this, { type: 'say', text, about });
    else wish(this, { type: 'amend', offset: amends, text: removes ? null : text });
  }

  override render(): TemplateResult | typeof nothing {
    const { pending } = this;
    if (!pending) return nothing;
    return html`
      ${pending.amends === undefined ? nothing : html`<p class="state quiet">${icon(pending.removes ? 'trash' : 'edit')}<span>${pending.removes ? t('Deletion of a message of yours') : t('Change of a message of yours')}</span></p>`}
      ${pending.removes ? nothing : html`<p class="text" dir="auto">${pending.text}</p>`}
      ${pending.refused === undefined ? this.#waiting(pending) : this.#refused(pending, pending.refused)}
    `;
  }

  #waiting(pending: Pending): TemplateResult {
    const words = this.online ? t('Sending…') : t('Waits until the bridge is back');
    return html`
      <p class="state quiet">
        ${icon(this.online ? 'loading' : 'clockface', { busy: this.online })}<span>${words}</span>
        <button class="text" type="button" @click=${() => this.#remove(pending)}>${t('Remove')}</button>
      </p>
    `;
  }

  #refused(pending: Pending, reason: string): TemplateResult {
    return html`
      <p class="state error">${icon('error')}<span dir="auto">${`${pending.amends === undefined ? t('Not sent') : t('Not done')}. ${reason}`}</span></p>
      <p class="state">
        <button class="text" type="button" @click=${() => this.#retry(pending)}>${t('Try again')}</button>
        <button class="text" type="button" @click=${() => this.#remove(pending)}>${t('Remove')}</button>
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
        padding: 4px 12px 4px 44px;
      }
      .text {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        color: var(--vscode-descriptionForeground);
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 6px;
        font-size: 11px;
      }
      .state.error {
        flex-wrap: nowrap;
        align-items: flex-start;
      }
      .state .codicon {
        font-size: 14px;
      }
    `,
  ];
}
