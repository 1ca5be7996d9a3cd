import type { Entry } from '../../protocol/model/entry.ts';
import type { PersonId } from '../../protocol/model/ids.ts';

/** How many of these entries are news to somebody: all but their own, but what they may not see, and but what changes an older one. */
export function unread(entries: readonly Entry[], me: PersonId | undefined): number {
  return entries.filter((entry) => entry.type !== 'skip' && entry.type !== 'amended' && !isBy(entry, me)).length;
}

function isBy(entry: Entry, me: PersonId | undefined): boolean {
  if (me === undefined) return false;
  if (entry.type === 'answered') return entry.by.id === me;
  return entry.type === 'said' && entry.by.type === 'person' && entry.by.person.id === me;
}
