import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import { icon } from './icons.ts';
import { isIn, sameCard } from './pages.ts';
import type { PanelState } from './state.ts';
import { actions, base, fields, marks } from './styles.ts';
import { repositoryName } from './words.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** So far back it is looked for branches of which something was said. */
const lookedAt = 2000;

/** The branches of which something was said, this one first, then whichever was spoken of last. The one that is shown is always there. */
export function threadsOf({ room, here, thread }: Pick<PanelState, 'room' | 'here' | 'thread'>): CardKey[] {
  const found = new Map<string, CardKey>();
  const put = (key: CardKey | undefined): void => {
    if (key && !found.has(nameOf(key))) found.set(nameOf(key), key);
  };
  for (const entry of (room?.entries ?? []).slice(-lookedAt).toReversed()) if ('about' in entry) put(entry.about);
  put(thread ?? undefined);
  const all = [...found.values()];
  const first = here && all.find((each) => sameCard(each, here));
  return first ? [first, ...all.filter((each) => each !== first)] : all;
}

const nameOf = ({ repository, branch }: CardKey): string => `${repository}\n${branch}`;

/** Which conversation the feed shows: everything, or one branch's. Absent where nothing is about a branch. */
export class ThreadsElement extends LitElement {
  static override properties = { state: { attribute: false } };
  declare state: PanelState | undefined;

  override render(): TemplateResult | typeof nothing {
    const { state } = this;
    const threads = state ? threadsOf(state) : [];
    if (!state || threads.length === 0) return nothing;
    const { thread } = state;
    const choose = ({ currentTarget }: Event & { currentTarget: HTMLSelectElement }) =>
      this.#narrow(threads[currentTarget.selectedIndex - 1] ?? null);
    const option = (key: CardKey) =>
      html`<option .selected=${thread !== null && isIn(thread, key)}>${labelOf(key, threads)}</option>`;
    const all = () => this.#narrow(null);
    return html`
      <div class="bar">
        ${icon('filter', { quiet: true })}
        <select aria-label=${t('Conversation to show')} @change=${choose}>
          <option .selected=${thread === null}>${t('All conversations')}</option>
          ${threads.map(option)}
        </select>
        ${thread === null ? nothing : html`<button class="tool" type="button" title=${t('Show all conversations')} aria-label=${t('Show all conversations')} @click=${all}>${icon('close')}</button>`}
      </div>
    `;
  }

  #narrow(about: CardKey | null): void {
    wish(this, { type: 'narrow', about });
    void this.updateComplete.then(() => this.renderRoot.querySelector('select')?.focus());
  }

  static override styles = [
    base,
    marks,
    actions,
    fields,
    css`
      :host {
        display: block;
        flex: none;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 4px;
        padding: 4px 8px 4px 12px;
        border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
      }
      select {
        flex: 0 1 auto;
        min-width: 0;
        max-width: 320px;
      }
    `,
  ];
}

/** Branches of one name are told apart by their repositories. */
function labelOf(key: CardKey, all: readonly CardKey[]): string {
  const alone = all.every((each) => each.branch !== key.branch || each === key);
  return alone ? key.branch : `${key.branch} (${repositoryName(key.repository)})`;
}
