import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Check } from '../protocol/model/pull-request.ts';
import { stateCounts } from './ci-words.ts';
import { createFolds, disclosure } from './fold.ts';
import { ciMarks, mark } from './icons.ts';
import { link } from './link.ts';
import { actions, base, marks } from './styles.ts';
import { stateWords } from './words.ts';
import { filled, t } from './l10n.ts';

/** What others put on the commit. It opens by itself where one failed. */
export class ChecksElement extends LitElement {
  static override properties = { checks: { attribute: false } };
  declare checks: readonly Check[];
  readonly #folds = createFolds(() => this.requestUpdate());

  constructor() {
    super();
    this.checks = [];
  }

  override render(): TemplateResult | typeof nothing {
    const { checks } = this;
    if (checks.length === 0) return nothing;
    const failing = checks.some(({ state }) => state === 'failed' || state === 'timed-out');
    const open = this.#folds.isOpen('all', failing);
    const counts = stateCounts(checks);
    const toggle = () => this.#folds.toggle('all');
    return html`
      ${disclosure(open, toggle, html`<span>${filled(t('Checks by others: {0}'), html`<span class="quiet">${counts}</span>`)}</span>`)}
      ${open ? html`<ul aria-label=${t('Checks by others')}>${checks.map(check)}</ul>` : nothing}
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
      }
      .fold {
        display: flex;
        gap: 4px;
        width: 100%;
        padding: 2px 0;
        text-align: start;
      }
      ul {
        display: grid;
        gap: 2px;
        padding-inline-start: 20px;
      }
      li {
        display: flex;
        gap: 4px;
      }
      li > span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

const check = ({ name, state, url, summary }: Check): TemplateResult => html`
  <li>
    ${mark(ciMarks[state])}
    <span>
      <span class="unseen">${`${stateWords(state)}:`}</span>
      ${url === undefined ? html`<span class="name">${name}</span>` : link(url, name)}
      ${summary === undefined || summary === '' ? nothing : html`<span class="quiet" dir="auto">${summary}</span>`}
    </span>
  </li>
`;
