import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FailingTest } from '../protocol/model/run.ts';
import { triageWords } from './ci-words.ts';
import { icon } from './icons.ts';
import { actions, base, marks } from './styles.ts';
import { placeWords } from './words.ts';
import { t } from './l10n.ts';

const first = 5;

/** The tests that failed, with what history says of each. */
export class FailuresElement extends LitElement {
  static override properties = { tests: { attribute: false }, base: { attribute: false }, all: { state: true } };
  declare tests: readonly FailingTest[];
  /** The branch that this one goes into, where it is known. */
  declare base: string | undefined;
  declare all: boolean;

  constructor() {
    super();
    this.tests = [];
    this.all = false;
  }

  override render(): TemplateResult {
    const shown = this.all ? this.tests : this.tests.slice(0, first);
    const left = this.tests.length - shown.length;
    const showAll = () => {
      this.all = true;
    };
    return html`
      <ul aria-label=${t('Failing tests')}>${shown.map((test) => this.#failure(test))}</ul>
      ${left > 0 ? html`<button class="text" type="button" @click=${showAll}>${left === 1 ? t('Show 1 more failing test') : t('Show {0} more failing tests', left)}</button>` : nothing}
    `;
  }

  #failure(test: FailingTest): TemplateResult {
    const place = placeWords(test);
    const triage = triageWords(test, this.base);
    return html`
      <li>
        ${icon('error', { bad: test.triage === undefined || test.triage === 'new' })}
        <div class="test">
          <div>
            <span class="name" dir="auto">${test.name}</span>
            ${triage === '' ? nothing : html`<span class=${test.triage === 'new' ? 'chip new' : 'chip'}>${triage}</span>`}
          </div>
          ${place === '' ? nothing : html`<div class="mono quiet">${place}</div>`}
          ${test.message === undefined ? nothing : html`<div class="why mono" dir="auto" title=${test.message}>${test.message}</div>`}
        </div>
      </li>
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
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
      }
      li {
        display: flex;
        gap: 6px;
      }
      .test {
        min-width: 0;
      }
      .chip {
        display: inline-block;
        padding: 0 6px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 9px;
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
        font-size: 11px;
      }
      .chip.new {
        border-color: var(--vscode-shiproom-failingForeground, var(--vscode-testing-iconFailed));
        background: none;
        color: inherit;
      }
      .why {
        display: -webkit-box;
        overflow: hidden;
        white-space: pre-wrap;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      button.text {
        padding-inline-start: 22px;
      }
    `,
  ];
}
