import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Excerpt } from '../protocol/model/excerpt.ts';
import { codeStyles } from './code-styles.ts';
import { icon, type IconName } from './icons.ts';
import { placeStyles } from './inline-styles.ts';
import { withPlaces } from './place-links.ts';
import type { Reader } from './reader.ts';
import { actions, base, marks } from './styles.ts';
import { isDiff } from './unified-diff.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** A block of code, which can be copied. An editor opens a diff as such, and finds lines that somebody showed from a file. */
export class CodeElement extends LitElement {
  static override properties = {
    text: { attribute: false },
    language: { attribute: false },
    excerpt: { attribute: false },
    place: { attribute: false },
    copied: { state: true },
  };
  declare text: string;
  declare language: string | undefined;
  /** Where its lines were taken from. */
  declare excerpt: Excerpt | undefined;
  declare place: Reader['place'];
  declare copied: 'no' | 'yes' | 'failed';

  constructor() {
    super();
    this.text = '';
    this.place = 'page';
    this.copied = 'no';
  }

  async #copy(): Promise<void> {
    this.copied = await navigator.clipboard.writeText(this.text).then(
      () => 'yes' as const,
      () => 'failed' as const,
    );
  }

  override render(): TemplateResult {
    const { text, language, excerpt } = this;
    const opens = this.#opens();
    const label = language ? t('Code in {0}', language) : t('Code');
    return html`
      <div class=${excerpt || opens ? 'bar head' : 'bar'}>
        ${excerpt ? html`<span class="from" title=${excerptWords(excerpt)}>${excerptWords(excerpt)}</span>` : html`<span class="from quiet">${language ?? ''}</span>`}
        <span class="tools">${opens ?? nothing}${this.#copier()}</span>
      </div>
      <pre tabindex="0" role="group" aria-label=${label}>${withPlaces(text, this.place)}</pre>
    `;
  }

  /** What an editor can do with it beside showing it. */
  #opens(): TemplateResult | undefined {
    const { text, excerpt } = this;
    if (this.place === 'page' || text === '') return undefined;
    if (excerpt)
      return tool('go-to-file', t('Open on your branch'), () =>
        wish(this, { type: 'open-excerpt', of: excerpt, text }),
      );
    return isDiff(text, this.language)
      ? tool('diff', t('Open diff'), () => wish(this, { type: 'open-diff', text }))
      : undefined;
  }

  #copier(): TemplateResult {
    const words = { no: t('Copy'), yes: t('Copied'), failed: t('Could not copy') }[this.copied];
    return html`
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
    `;
  }

  static override styles = [base, marks, actions, placeStyles, codeStyles];
}

const tool = (name: IconName, words: string, act: () => void): TemplateResult =>
  html`<button class="tool open" type="button" @click=${act}>${icon(name)}${words}</button>`;

/** `src/cart.ts:12–18 · feat/cart`. */
function excerptWords({ path, line, endLine, branch, commit }: Excerpt): string {
  const lines = endLine > line ? `${line}–${endLine}` : String(line);
  return `${path}:${lines} · ${branch ?? commit.slice(0, 7)}`;
}
