import { html, type TemplateResult } from 'lit';
import type { Card } from '../protocol/model/card.ts';
import type { Connection, RoomView } from '../protocol/wire/panel.ts';
import type { LogView } from './log.ts';
import type { Memory } from './memory.ts';
import type { Rights } from './rights.ts';
import type { PanelState } from './state.ts';
import type { Calendar } from './time.ts';
import { healthCounts, hereCounts, short } from './words.ts';
import { runName } from '../protocol/model/health.ts';
import { t } from './l10n.ts';

export interface SideContext {
  readonly state: PanelState;
  readonly memory: Memory;
  readonly rights: Rights;
  readonly now: number;
  readonly calendar: Calendar;
}

/** What stands beside the conversation: the branches, and who is here. Above it, where it is narrow, each is a line until it is unfolded. */
export function side(
  { cards, people, me }: RoomView,
  { state, memory, rights, now, calendar }: SideContext,
): TemplateResult {
  const { open } = memory;
  const wide = globalThis.matchMedia?.('(min-width: 800px)').matches;
  return html`<aside aria-label=${t('Branches and people')}>
    <shiproom-section .section=${'Branches'} .heading=${t('Branches')} .summary=${healthCounts(cards)} .open=${open['Branches'] ?? wide}>
      <shiproom-cards
        .cards=${cards}
        .here=${state.here}
        .wanted=${state.wanted}
        .now=${now}
        .asOf=${state.asOf}
        .rights=${rights}
        .calendar=${calendar}
      ></shiproom-cards>
    </shiproom-section>
    <shiproom-section .section=${'People'} .heading=${t('People')} .summary=${hereCounts(people)} .open=${open['People'] ?? wide}>
      <shiproom-people .people=${people} .me=${me.id}></shiproom-people>
    </shiproom-section>
  </aside>`;
}

/** Where messages and commands are written. */
export const composer = (
  { completing, thread, here }: PanelState,
  { about, draft, edit }: Memory,
): TemplateResult => html`
  <shiproom-composer
    .offered=${completing.offered}
    .about=${about ?? null}
    .thread=${thread}
    .here=${here}
    .text=${edit?.text ?? draft}
    .editing=${edit?.offset}
  ></shiproom-composer>
`;

/** A log in the place of the conversation. */
export function logPane(log: LogView, cards: readonly Card[]): TemplateResult {
  const card = cards.find((each) => each.ci.some(({ run }) => run === log.run));
  const run = card?.ci.find((each) => each.run === log.run);
  const heading =
    card && run ? t('{0} on {1} at {2}', runName(run), card.key.branch, short(run.commit)) : t('Log of {0}', log.run);
  return html`<shiproom-log-pane .log=${log} .heading=${heading} .jobs=${run?.jobs ?? []}></shiproom-log-pane>`;
}

/** What is shown as long as no room is known. */
export const welcome = (connection: Connection, place: 'editor' | 'page'): TemplateResult => html`<main class="alone">
  <shiproom-welcome .connection=${connection} .place=${place}></shiproom-welcome>
</main>`;
