import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PersonId } from '../protocol/model/ids.ts';
import type { Block, Inline, Message } from '../protocol/model/message.ts';
import { link } from './link.ts';
import { base } from './styles.ts';

/** A message's tree as elements. Whatever anybody wrote ends in text nodes and in `href`s that the schema let through. */
export class MessageElement extends LitElement {
  static override properties = {
    message: { attribute: false },
    me: { attribute: false },
    edited: { attribute: false },
  };
  declare message: Message | undefined;
  /** The reader, whose mentions stand out. */
  declare me: PersonId | undefined;
  /** When its author changed it, in words; absent where they did not. */
  declare edited: string | undefined;

  override render(): TemplateResult | typeof nothing {
    if (!this.message) return nothing;
    const { text, blocks: tree } = this.message;
    if (tree.length === 0) return html`<p class="plain" dir="auto">${text}${this.#mark()}</p>`;
    const last = tree.at(-1);
    const inline = last?.type === 'paragraph' ? last : undefined;
    return html`${tree.map((block) => this.#block(block, block === inline))}${inline || this.edited === undefined ? nothing : html`<p>${this.#mark()}</p>`}`;
  }

  #mark(): TemplateResult | typeof nothing {
    const { edited } = this;
    return edited === undefined ? nothing : html` <span class="edited" title=${edited}>(edited)</span>`;
  }

  #block(block: Block, marked: boolean): TemplateResult {
    switch (block.type) {
      case 'paragraph':
        return html`<p dir="auto">${this.#line(block.children)}${marked ? this.#mark() : nothing}</p>`;
      case 'code':
        return html`<shiproom-code .text=${block.text} .language=${block.language}></shiproom-code>`;
      case 'quote':
        return html`<blockquote dir="auto">${this.#line(block.children)}</blockquote>`;
      case 'list':
        return this.#list(block);
      case 'table':
        return this.#table(block);
    }
  }

  #list({ ordered, items }: Block & { type: 'list' }): TemplateResult {
    const rows = items.map((item) => html`<li dir="auto">${this.#line(item)}</li>`);
    return ordered ? html`<ol class="list">${rows}</ol>` : html`<ul class="list">${rows}</ul>`;
  }

  #table({ header, rows }: Block & { type: 'table' }): TemplateResult {
    return html`
      <div class="scroll" role="group" aria-label="Table" tabindex="0">
        <table>
          <thead>
            <tr>${header.map((cell) => html`<th scope="col" dir="auto">${cell}</th>`)}</tr>
          </thead>
          <tbody>
            ${rows.map((row) => html`<tr>${row.map((cell) => html`<td dir="auto">${this.#line(cell)}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
    `;
  }

  readonly #line = (children: readonly Inline[]): TemplateResult[] => children.map((each) => this.#inline(each));

  #inline(inline: Inline): TemplateResult {
    switch (inline.type) {
      case 'text':
        return styled(inline);
      case 'code':
        return html`<code>${inline.text}</code>`;
      case 'link':
        return link(inline.href, inline.text);
      case 'mention':
        return html`<bdi class=${inline.person === this.me ? 'mention me' : 'mention'}>${inline.text}</bdi>`;
    }
  }

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      p,
      li,
      td,
      blockquote {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      code {
        padding: 1px 3px;
        border-radius: 3px;
        background: var(--vscode-textPreformat-background);
        color: var(--vscode-textPreformat-foreground);
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size);
        unicode-bidi: isolate;
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
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        padding: 2px 12px 2px 0;
        border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
        text-align: start;
        vertical-align: top;
      }
      th {
        font-weight: 600;
        white-space: nowrap;
      }
      td {
        min-width: 5ch;
        overflow-wrap: break-word;
      }
      .edited {
        color: var(--vscode-descriptionForeground);
        font-size: 11px;
      }
      .mention {
        color: var(--vscode-textLink-foreground);
      }
      .mention.me {
        padding: 0 3px;
        border-radius: 3px;
        outline: 1px solid var(--vscode-contrastBorder, transparent);
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
      }
    `,
  ];
}

function styled({ text, style }: Inline & { type: 'text' }): TemplateResult {
  switch (style) {
    case 'strong':
      return html`<strong>${text}</strong>`;
    case 'emphasis':
      return html`<em>${text}</em>`;
    case 'strike':
      return html`<s>${text}</s>`;
    case undefined:
      return html`${text}`;
  }
}
