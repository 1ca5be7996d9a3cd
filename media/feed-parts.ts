import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { windowOf } from './pages.ts';
import type { PanelState } from './state.ts';
import { filled, t } from './l10n.ts';

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
  return html`
    <div class="empty">
      <p>${nothingShared ? t('Nothing shared yet.') : t('Nobody has said anything yet.')}</p>
      <p class="quiet">
        ${nothingShared ? t('Share your branch from VS Code with “Shiproom: Share Branch Status”.') : nothing}
        ${filled(t('Write a message below, or type {0} to see what the bot can do.'), html`<code>/</code>`)}
      </p>
    </div>
  `;
}

function emptyThread(state: PanelState, branch: string): TemplateResult {
  const name = html`<span class="name">${branch}</span>`;
  const known = state.room?.entries.length ?? 0;
  const said = state.reading
    ? t('Looking for what was said about {0}…')
    : state.room?.more
      ? t('Nothing was said about {0} in the newest {1} messages.')
      : t('Nothing was said about {0} yet.');
  return html`
    <div class="empty">
      <p>${filled(said, name, known)}</p>
      <p class="quiet">${t('What you write below is about this branch.')}</p>
    </div>
  `;
}
