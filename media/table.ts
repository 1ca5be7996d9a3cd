import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Block } from '../protocol/model/message.ts';
import { icon } from './icons.ts';
import { lineOf } from './inline.ts';
import { inlineStyles } from './inline-styles.ts';
import { noReader, type Reader } from './reader.ts';
import { pressed, sorted, type Sorting } from './sorting.ts';
import { actions, base, marks } from './styles.ts';
import { t } from './l10n.ts';

/** A table whose columns sort it: rising, falling, and as it came. */
export class TableElement extends LitElement {
  static override properties = {
    table: { attribute: false },
    reader: { attribute: false },
    sorting: { state: true },
  };
  declare table: (Block & { type: 'table' }) | undefined;
  declare reader: Reader;
  declare sorting: Sorting | undefined;

  constructor() {
    super();
    this.reader = noReader;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.table) return nothing;
    const { header, rows } = this.table;
    const sorts = rows.length > 1;
    const cell = (each: (typeof rows)[number][number]) => html`<td dir="auto">${lineOf(each, this.reader)}</td>`;
    return html`
      <div class="scroll" role="group" aria-label=${t('Table')} tabindex="0">
        <table>
          <thead>
            <tr>${header.map((name, column) => this.#head(name, column, sorts && name.trim() !== ''))}</tr>
          </thead>
          <tbody>${sorted(rows, this.sorting).map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>
        </table>
      </div>
    `;
  }

  #head(name: string, column: number, sorts: boolean): TemplateResult {
    if (!sorts) return html`<th scope="col" dir="auto">${name}</th>`;
    const order = this.sorting?.column === column ? this.sorting.order : undefined;
    const press = () => {
      this.sorting = pressed(this.sorting, column);
    };
    return html`<th scope="col" dir="auto" aria-sort=${order ?? 'none'}>
      <button type="button" title=${t('Sort by this column')} @click=${press}>
        ${name}${order ? icon(order === 'ascending' ? 'arrow-up' : 'arrow-down') : nothing}
      </button>
    </th>`;
  }

  static override styles = [
    base,
    marks,
    actions,
    inlineStyles,
    css`
      :host {
        display: block;
        min-width: 0;
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
      th button {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        margin-inline-start: -3px;
        padding: 0 2px;
        font-weight: 600;
      }
      th button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      th .codicon {
        width: 12px;
        font-size: 12px;
      }
      td {
        min-width: 5ch;
        overflow-wrap: break-word;
        white-space: pre-wrap;
      }
    `,
  ];
}
