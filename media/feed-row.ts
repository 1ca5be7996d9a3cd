import { html, type TemplateResult } from 'lit';
import { entryLabel } from './entry.ts';
import type { Pending } from '../protocol/wire/panel.ts';
import { type Offering, standing } from './offers.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import type { Calendar } from './time.ts';
import { t } from './l10n.ts';

/** What a row needs beside itself. */
export interface RowContext extends Offering {
  readonly reader: Reader;
  readonly calendar: Calendar;
  readonly online: boolean;
  /** Its place among the articles of the feed, from 1, and how many there are; -1 where that is not known. */
  readonly place: number;
  readonly size: number;
  /** Whether the Tab key reaches it. */
  readonly reachable: boolean;
  readonly chosen: () => void;
}

/** Whether a row is something to read, and not a mark between such. */
export const isArticle = (row: Row): boolean => row.type !== 'day' && row.type !== 'reloaded' && row.type !== 'new';

/** A row as an article of a feed, or as a divider. */
export function feedRow(row: Row, context: RowContext): TemplateResult {
  switch (row.type) {
    case 'day':
      return html`<div class="divider"><span>${row.label}</span></div>`;
    case 'new':
      return html`<div class="divider new"><span>${t('New')}</span></div>`;
    case 'reloaded':
      return html`<div class="divider">
        <span>${t('History was loaded anew. Something before this may be missing here.')}</span>
      </div>`;
    case 'entry':
      return entryRow(row, context);
    case 'aside':
      return asideRow(row, context);
    case 'pending':
      return pendingRow(row, context);
  }
}

function entryRow({ entry, joined, change }: Row & { type: 'entry' }, context: RowContext): TemplateResult {
  const { reader, calendar, online, reachable, place, size, chosen } = context;
  return html`<shiproom-entry
    role="article"
    tabindex=${reachable ? 0 : -1}
    aria-posinset=${place}
    aria-setsize=${size}
    aria-label=${entryLabel(entry, calendar)}
    .entry=${entry}
    .joined=${joined}
    .reader=${reader}
    .standing=${standing(entry.message, context)}
    .calendar=${calendar}
    .change=${change}
    .online=${online}
    .reachable=${reachable}
    @focus=${chosen}
  ></shiproom-entry>`;
}

function asideRow({ aside }: Row & { type: 'aside' }, context: RowContext): TemplateResult {
  const { reader, reachable, place, size, chosen } = context;
  return html`<shiproom-aside
    role="article"
    tabindex=${reachable ? 0 : -1}
    aria-posinset=${place}
    aria-setsize=${size}
    aria-label=${t('Only you see this: {0}', aside.text)}
    .aside=${aside}
    .reader=${reader}
    .standing=${aside.outcome.type === 'reply' ? standing(aside.outcome.message, context) : ''}
    @focus=${chosen}
  ></shiproom-aside>`;
}

function pendingRow({ pending }: Row & { type: 'pending' }, context: RowContext): TemplateResult {
  const { online, reachable, place, size, chosen } = context;
  return html`<shiproom-pending
    role="article"
    tabindex=${reachable ? 0 : -1}
    aria-posinset=${place}
    aria-setsize=${size}
    aria-label=${pendingLabel(pending)}
    .pending=${pending}
    .online=${online}
    @focus=${chosen}
  ></shiproom-pending>`;
}

function pendingLabel({ amends, removes, refused }: Pending): string {
  const waits = refused === undefined;
  if (amends === undefined) return waits ? t('Your message, not sent yet') : t('Your message, refused');
  if (removes) return waits ? t('Your deletion of a message, not sent yet') : t('Your deletion of a message, refused');
  return waits ? t('Your change of a message, not sent yet') : t('Your change of a message, refused');
}
