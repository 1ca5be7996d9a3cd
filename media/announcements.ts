import type { Entry } from '../protocol/model/entry.ts';
import { entryLabel } from './entry.ts';
import { t } from './l10n.ts';
import { isTold } from './rows.ts';
import type { PanelState } from './state.ts';
import type { Calendar } from './time.ts';
import { newMessages } from './words.ts';

const longest = 300;
const mostAtOnce = 3;
const gatherMs = 1000;

/** Says what comes within a second in one go, and of more than three only how many there are. */
export function createAnnouncer(
  after: (ms: number, work: () => void) => unknown,
  say: (words: string) => void,
): (words: readonly string[]) => void {
  let gathered: string[] = [];
  const tell = (): void => {
    say(gathered.length > mostAtOnce ? newMessages(gathered.length) : gathered.join('. '));
    gathered = [];
  };
  return (words) => {
    if (words.length === 0) return;
    if (gathered.length === 0) after(gatherMs, tell);
    gathered.push(...words);
  };
}

/** What came between two states, in words for whoever does not see the feed: others' entries, private outcomes, a lost connection. */
export function announcements(before: PanelState, after: PanelState, calendar: Calendar): string[] {
  return [...newEntries(before, after, calendar), ...newOutcomes(before, after)];
}

function newEntries(before: PanelState, after: PanelState, calendar: Calendar): string[] {
  const last = before.room?.entries.at(-1)?.offset;
  // The first sight of a room is there to be read, not told.
  if (last === undefined || before.room?.room !== after.room?.room) return [];
  const me = after.room?.me.id;
  const known = after.room?.entries ?? [];
  return known.slice(known.findLastIndex(({ offset }) => offset <= last) + 1).flatMap((entry) => {
    if (!isTold(entry) || isOwn(entry, me)) return [];
    return [`${entryLabel(entry, calendar)}: ${entry.message.text.slice(0, longest)}`];
  });
}

const isOwn = (entry: Entry, me: string | undefined): boolean =>
  entry.type === 'said' && entry.to === undefined && entry.by.type === 'person' && entry.by.person.id === me;

function newOutcomes(before: PanelState, after: PanelState): string[] {
  return after.asides.flatMap(({ ask, outcome }) => {
    const known = before.asides.find((aside) => aside.ask === ask)?.outcome;
    if (known === outcome) return [];
    switch (outcome.type) {
      case 'waiting':
        return [];
      case 'reply':
        return [t('Only you: {0}', outcome.message.text.slice(0, longest))];
      case 'refused':
        return [t('Refused: {0}', outcome.message)];
    }
  });
}
