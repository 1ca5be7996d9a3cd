import type { Entry } from './entry.ts';

type Amended = Extract<Entry, { type: 'amended' }>;
type Said = Extract<Entry, { type: 'said' }>;

/**
 * Entries of one feed as they read now: what was amended among them says what it says since, and of several amendments of one entry the
 * newest is left. Done again it changes nothing; what was taken back stays so.
 */
export function amended(entries: readonly Entry[]): readonly Entry[] {
  const newest = new Map<number, Amended>();
  for (const entry of entries) if (entry.type === 'amended') newest.set(entry.of, entry);
  if (newest.size === 0) return entries;
  return entries.map((entry) => {
    if (entry.type === 'said') return rewritten(entry, newest.get(entry.offset));
    if (entry.type !== 'amended' || newest.get(entry.of) === entry) return entry;
    return { type: 'skip', offset: entry.offset, at: entry.at };
  });
}

function rewritten(entry: Said, by: Amended | undefined): Said {
  if (!by || entry.removed) return entry;
  if (by.message === undefined) return { ...entry, message: { text: '', blocks: [] }, removed: true };
  const known = entry.edited !== undefined && (entry.edited > by.at || entry.message === by.message);
  return known ? entry : { ...entry, message: by.message, edited: by.at };
}
