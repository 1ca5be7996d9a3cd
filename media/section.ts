import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';

/** A heading that shows and hides what belongs to it, as the sections of VS Code's side bar do. */
export class SectionElement extends LitElement {
  static override properties = {
    section: { attribute: false },
    heading: { attribute: false },
    summary: { attribute: false },
    open: { type: Boolean, reflect: true },
  };
  /** Its name, whatever language its heading is in. */
  declare section: string;
  declare heading: string;
  /** What the heading says beside its name. */
  declare summary: string;
  declare open: boolean;

  override render(): TemplateResult {
    const toggle = () => wish(this, { type: 'fold', section: this.section, open: !this.open });
    return html`
      <h2>
        <button type="button" aria-expanded=${this.open ? 'true' : 'false'} @click=${toggle}>
          ${icon(this.open ? 'chevron-down' : 'chevron-right')}
          <span class="title">${this.heading}</span>
          <span class="quiet summary">${this.summary}</span>
        </button>
      </h2>
      <div ?hidden=${!this.open}><slot></slot></div>
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
      }
      h2 {
        position: sticky;
        z-index: 1;
        top: 0;
        background: var(--vscode-sideBar-background);
      }
      button {
        display: flex;
        align-items: center;
        gap: 4px;
        width: 100%;
        height: 24px;
        padding: 0 8px 0 4px;
        border-radius: 0;
        font-size: 11px;
        text-align: start;
      }
      .title {
        font-weight: 700;
        text-transform: uppercase;
      }
      .summary {
        margin-inline-start: auto;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
}
