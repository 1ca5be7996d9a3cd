import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { actions, base, marks } from './styles.ts';

/** A block of code, with a button that copies it. */
export class CodeElement extends LitElement {
  static override properties = { text: { attribute: false }, language: { attribute: false }, copied: { state: true } };
  declare text: string;
  declare language: string | undefined;
  declare copied: 'no' | 'yes' | 'failed';

  constructor() {
    super();
    this.text = '';
    this.copied = 'no';
  }

  async #copy(): Promise<void> {
    this.copied = await navigator.clipboard.writeText(this.text).then(
      () => 'yes' as const,
      () => 'failed' as const,
    );
  }

  override render(): TemplateResult {
    const words = { no: 'Copy', yes: 'Copied', failed: 'Could not copy' }[this.copied];
    return html`
      <div class="bar">
        <span class="quiet">${this.language ?? ''}</span>
        <button
          class="tool"
          type="button"
          title=${words}
          aria-label=${words}
          @click=${() => void this.#copy()}
          @blur=${() => {
            this.copied = 'no';
          }}
        >
          ${icon(this.copied === 'yes' ? 'check' : 'copy')}
        </button>
        <span class="unseen" role="status">${this.copied === 'no' ? '' : words}</span>
      </div>
      <pre tabindex="0" role="group" aria-label=${`Code${this.language ? ` in ${this.language}` : ''}`}>${this.text}</pre>
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        position: relative;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        background: var(--vscode-textCodeBlock-background);
      }
      .bar {
        position: absolute;
        top: 2px;
        right: 2px;
        display: flex;
        align-items: center;
        gap: 4px;
        border-radius: 4px;
        background: var(--vscode-textCodeBlock-background);
        font-size: 11px;
        opacity: 0;
      }
      :host(:hover) .bar,
      :host(:focus-within) .bar {
        opacity: 1;
      }
      @media (hover: none) {
        .bar {
          opacity: 1;
        }
      }
      pre {
        max-height: 320px;
        margin: 0;
        padding: 6px 8px;
        overflow: auto;
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size);
        line-height: 1.45;
        tab-size: 4;
      }
    `,
  ];
}
