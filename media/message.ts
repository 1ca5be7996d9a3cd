import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { Block, Message } from '../protocol/model/message.ts';
import { lineOf } from './inline.ts';
import { inlineStyles } from './inline-styles.ts';
import { noReader, type Reader } from './reader.ts';
import { base } from './styles.ts';
import { t } from './l10n.ts';

/** A message's tree as elements. Whatever anybody wrote ends in text nodes and in `href`s that the schema let through. */
export class MessageElement extends LitElement {
  static override properties = {
    message: { attribute: false },
    reader: { attribute: false },
    about: { attribute: false },
    standing: { attribute: false },
    edited: { attribute: false },
  };
  declare message: Message | undefined;
  /** Whose mentions stand out, and what they may do. */
  declare reader: Reader;
  /** The branch that its buttons are about. */
  declare about: CardKey | undefined;
  /** How its buttons stand. */
  declare standing: string;
  /** When its author changed it, in words; absent where they did not. */
  declare edited: string | undefined;

  constructor() {
    super();
    this.reader = noReader;
    this.standing = '';
  }

  override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    return html`${this.#words(message)}${message.buttons ? this.#buttons(message) : nothing}`;
  }

  #buttons(message: Message): TemplateResult {
    return html`<shiproom-buttons
      .message=${message}
      .about=${this.about}
      .standing=${this.standing}
      .reader=${this.reader}
    ></shiproom-buttons>`;
  }

  #words({ text, blocks: tree }: Message): TemplateResult {
    if (tree.length === 0)
      return html`<p class="plain" dir="auto">${lineOf([{ type: 'text', text }], this.reader)}${this.#mark()}</p>`;
    const last = tree.at(-1);
    const inline = last?.type === 'paragraph' ? last : undefined;
    return html`${tree.map((block) => this.#block(block, block === inline))}${inline || this.edited === undefined ? nothing : html`<p>${this.#mark()}</p>`}`;
  }

  #mark(): TemplateResult | typeof nothing {
    const { edited } = this;
    return edited === undefined ? nothing : html` <span class="edited" title=${edited}>${t('(edited)')}</span>`;
  }

  #block(block: Block, marked: boolean): TemplateResult {
    switch (block.type) {
      case 'paragraph':
        return html`<p dir="auto">${this.#line(block.children)}${marked ? this.#mark() : nothing}</p>`;
      case 'code':
        return html`<shiproom-code
          .text=${block.text}
          .language=${block.language}
          .excerpt=${block.excerpt}
          .place=${this.reader.place}
        ></shiproom-code>`;
      case 'quote':
        return html`<blockquote dir="auto">${this.#line(block.children)}</blockquote>`;
      case 'list':
        return this.#list(block);
      case 'table':
        return html`<shiproom-table .table=${block} .reader=${this.reader}></shiproom-table>`;
    }
  }

  #list({ ordered, items }: Block & { type: 'list' }): TemplateResult {
    const rows = items.map((item) => html`<li dir="auto">${this.#line(item)}</li>`);
    return ordered ? html`<ol class="list">${rows}</ol>` : html`<ul class="list">${rows}</ul>`;
  }

  readonly #line = (children: (Block & { type: 'paragraph' })['children']): unknown => lineOf(children, this.reader);

  static override styles = [
    base,
    inlineStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      p,
      li,
      blockquote {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      blockquote {
        margin: 0;
        padding: 0 0 0 10px;
        border-inline-start: 3px solid var(--vscode-textBlockQuote-border);
        color: var(--vscode-descriptionForeground);
      }
      .list {
        padding-inline-start: 20px;
      }
      ul.list {
        list-style: disc;
      }
      ol.list {
        list-style: decimal;
      }
      .edited {
        color: var(--vscode-descriptionForeground);
        font-size: 11px;
      }
    `,
  ];
}
