import { html, type TemplateResult } from 'lit';
import { entryLabel } from './entry.ts';
import type { Pending } from '../protocol/wire/panel.ts';
import { type Offering, standing } from './offers.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import type { Calendar } from './time.ts';

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
  const { reader, calendar, online, place, size, chosen } = context;
  const tab = context.reachable ? 0 : -1;
  switch (row.type) {
    case 'day':
      return html`<div class="divider"><span>${row.label}</span></div>`;
    case 'new':
      return html`<div class="divider new"><span>New</span></div>`;
    case 'reloaded':
      return html`<div class="divider">
        <span>History was loaded anew. Something before this may be missing here.</span>
      </div>`;
    case 'entry':
      return html`<shiproom-entry
        role="article"
        tabindex=${tab}
        aria-posinset=${place}
        aria-setsize=${size}
        aria-label=${entryLabel(row.entry, calendar)}
        .entry=${row.entry}
        .joined=${row.joined}
        .reader=${reader}
        .standing=${standing(row.entry.message, context)}
        .calendar=${calendar}
        .change=${row.change}
        .online=${online}
        .reachable=${context.reachable}
        @focus=${chosen}
      ></shiproom-entry>`;
    case 'aside':
      return html`<shiproom-aside
        role="article"
        tabindex=${tab}
        aria-posinset=${place}
        aria-setsize=${size}
        aria-label=${`Only you see this: ${row.aside.text}`}
        .aside=${row.aside}
        .reader=${reader}
        .standing=${row.aside.outcome.type === 'reply' ? standing(row.aside.outcome.message, context) : ''}
        @focus=${chosen}
      ></shiproom-aside>`;
    case 'pending':
      return html`<shiproom-pending
        role="article"
        tabindex=${tab}
        aria-posinset=${place}
        aria-setsize=${size}
        aria-label=${pendingLabel(row.pending)}
        .pending=${row.pending}
        .online=${online}
        @focus=${chosen}
      ></shiproom-pending>`;
  }
}

function pendingLabel({ amends, removes, refused }: Pending): string {
  const what =
    amends === undefined ? 'Your message' : removes ? 'Your deletion of a message' : 'Your change of a message';
  return `${what}, ${refused === undefined ? 'not sent yet' : 'refused'}`;
}
