import type { Entry } from '../../../protocol/model/entry.ts';
import type { Amendment, NewEntry } from '../../ports/store.ts';

type Said = Entry & { type: 'said' };

/** The entry that an amendment is of, where it can be made: what was taken back stays so. */
export const amendable = (entry: Entry | undefined): Said | undefined =>
  entry?.type === 'said' && !entry.removed ? entry : undefined;

/** The entry as it is kept from now on: of what it said before, nothing is left. */
export const rewritten = (entry: Said, { message }: Amendment, at: number): Said =>
  message ? { ...entry, message, edited: at } : { ...entry, message: { text: '', blocks: [] }, removed: true };

/** What tells of it, to those who could read what was said. */
export const amendedEntry = ({ offset, to }: Said, { message }: Amendment, at: number): NewEntry => ({
  type: 'amended',
  at,
  of: offset,
  ...(message ? { message } : {}),
  ...(to ? { to } : {}),
});

/** What becomes of an earlier amendment of the same. */
export const skipped = ({ offset, at }: Entry): Entry => ({ type: 'skip', offset, at });
