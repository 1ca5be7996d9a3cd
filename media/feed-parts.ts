import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { count } from './words.ts';
import { windowOf } from './pages.ts';
import type { PanelState } from './state.ts';
import { t } from './l10n.ts';

/** Whether anything older than what is shown is known, or may be asked for. */
export const hasOlder = (state: PanelState): boolean => windowOf(state).older > 0 || state.room?.more === true;

/** What stands above the oldest that is shown. */
export function olderTurn(state: PanelState, turn: () => void): TemplateResult | typeof nothing {
  if (!hasOlder(state)) return nothing;
  const reading = state.reading !== undefined;
  return html`
    <button class="text turn" type="button" ?disabled=${reading} @click=${turn}>
      ${reading ? t('Loading older messages…') : t('Load older messages')}
    </button>
    ${state.unread === undefined ? nothing : html`<p class="turn error" role="status">${icon('error')} ${state.unread}</p>`}
  `;
}

/** What stands where nothing was said. */
export function empty(state: PanelState): TemplateResult {
  if (state.thread !== null) return emptyThread(state, state.thread.branch);
  const nothingShared = state.room?.cards.length === 0;
  const share = 'Share your branch from VS Code with “Shiproom: Share Branch Status”. ';
  return html`
    <div class="empty">
      <p>${nothingShared ? t('Nothing shared yet.') : t('Nobody has said anything yet.')}</p>
      <p class="quiet">
        ${nothingShared ? share : ''}Write a message below, or type <code>/</code> to see what the bot can do.
      </p>
    </div>
  `;
}

function emptyThread(state: PanelState, branch: string): TemplateResult {
  const name = html`<span class="name">${branch}</span>`;
  const known = state.room?.entries.length ?? 0;
  const said = state.reading
    ? html`Looking for what was said about ${name}…`
    : state.room?.more
      ? html`Nothing was said about ${name} in the newest ${count(known, 'message')}.`
      : html`Nothing was said about ${name} yet.`;
  return html`
    <div class="empty">
      <p>${said}</p>
      <p class="quiet">${t('What you write below is about this branch.')}</p>
    </div>
  `;
}
