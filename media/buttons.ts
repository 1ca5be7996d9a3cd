import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Confirm } from '../protocol/model/button.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { Message } from '../protocol/model/message.ts';
import { icon } from './icons.ts';
import { type Offer, offersOf } from './offers.ts';
import { noReader, type Reader } from './reader.ts';
import { base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** What a bot's message offers to do. What cannot be undone as easily is asked once more, in the buttons' place. */
export class ButtonsElement extends LitElement {
  static override properties = {
    message: { attribute: false },
    about: { attribute: false },
    standing: { attribute: false },
    reader: { attribute: false },
    asking: { state: true },
  };
  declare message: Message | undefined;
  declare about: CardKey | undefined;
  /** How each of them stands, as `standing` of offers.ts says it. */
  declare standing: string;
  declare reader: Reader;
  /** The deed of the button that was pressed and waits for a second word. */
  declare asking: string | undefined;
  /** One of its buttons had the focus before it was drawn anew. */
  #held = false;

  constructor() {
    super();
    this.standing = '';
    this.reader = noReader;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#held = !changed.has('asking') && Boolean(this.shadowRoot?.activeElement);
  }

  protected override updated(): void {
    // A button goes when its deed is done; whoever pressed it stays with the message.
    if (this.#held && !this.shadowRoot?.activeElement) holderOf(this)?.focus();
  }

  #press({ button }: Offer): void {
    if (button.type === 'open') return wish(this, { type: 'open-link', href: button.url });
    if (!button.confirm) return wish(this, { type: 'run', line: button.line, about: this.about });
    this.asking = button.key;
    // As in the editor's own dialogs Enter means what was asked for; what destroys something has to be meant once more.
    this.#focus(button.style === 'danger' ? '.cancel' : '.ok');
  }

  #close(): void {
    const was = this.asking;
    this.asking = undefined;
    this.#focus(`[data-key="${CSS.escape(was ?? '')}"]`);
  }

  #sure(line: string): void {
    this.#close();
    wish(this, { type: 'run', line, about: this.about });
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  override render(): TemplateResult | typeof nothing {
    const { message, asking } = this;
    if (!message) return nothing;
    const offers = offersOf(message, this.standing, this.reader.rights);
    const asked = offers.find(
      ({ button, running }) => button.type === 'run' && button.key === asking && !running,
    )?.button;
    if (asked?.type === 'run' && asked.confirm) return this.#confirm(asked.confirm, asked.line);
    if (offers.length === 0) return nothing;
    return html`<div class="buttons">${offers.map((offer) => this.#button(offer))}</div>`;
  }

  #button(offer: Offer): TemplateResult {
    const { button, running } = offer;
    const primary = button.type === 'run' && button.style === 'primary';
    const more = button.type === 'run' && button.confirm ? '…' : '';
    return html`<button
      type="button"
      class=${primary ? 'button' : 'button secondary'}
      aria-disabled=${running ? 'true' : nothing}
      data-key=${button.type === 'run' ? button.key : nothing}
      title=${button.type === 'open' ? button.url : nothing}
      @click=${() => !running && this.#press(offer)}
    >
      <span class="label">
        ${running ? icon('loading', { busy: true }) : button.type === 'open' ? icon('link-external') : nothing}
        <bdi>${button.label + more}</bdi>${running ? html`<span class="unseen">${t('is under way')}</span>` : nothing}
      </span>
    </button>`;
  }

  #confirm({ title, text, ok }: Confirm, line: string): TemplateResult {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.#close();
    };
    return html`
      <div class="confirm" role="group" aria-label=${title} aria-describedby="text" @keydown=${key}>
        <p class="title" dir="auto">${title}</p>
        <p id="text" dir="auto">${text}</p>
        <div class="buttons">
          <button type="button" class="button ok" @click=${() => this.#sure(line)}>${ok}</button>
          <button type="button" class="button secondary cancel" @click=${() => this.#close()}>${t('Cancel')}</button>
        </div>
      </div>
    `;
  }

  static override styles = [
    base,
    marks,
    css`
      :host {
        display: block;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding: 4px 0 2px;
      }
      .label {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      .label .codicon {
        font-size: 14px;
      }
      .confirm {
        display: grid;
        gap: 4px;
        margin-top: 4px;
        padding: 6px 10px 8px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
        border-radius: 4px;
        background: var(--vscode-editorWidget-background, var(--vscode-textCodeBlock-background));
        color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
        overflow-wrap: anywhere;
      }
      .title {
        font-weight: 600;
      }
    `,
  ];
}

/** The nearest around it that takes the focus: the article that it stands in. */
function holderOf(element: Element): HTMLElement | undefined {
  const up = element.parentElement ?? rootOf(element);
  if (!up) return undefined;
  return up instanceof HTMLElement && up.hasAttribute('tabindex') ? up : holderOf(up);
}

const rootOf = (element: Element): Element | undefined => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
};
