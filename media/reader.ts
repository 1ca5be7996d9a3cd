import type { PersonId } from '../protocol/model/ids.ts';
import { noRights, type Rights } from './rights.ts';

/** Who reads, where, and what they may do: the same for every message. */
export interface Reader {
  readonly me?: PersonId | undefined;
  readonly rights: Rights;
  /** An editor can open files, diffs and excerpts; a page shows their words. */
  readonly place: 'editor' | 'page';
}

export const noReader: Reader = { rights: noRights, place: 'page' };

/** The reader in a room: the same as long as nothing of it changed, so that no message is drawn again for another. */
export function createReader(place: Reader['place']): (rights: Rights) => Reader {
  let last: Reader = { rights: noRights, place };
  return (rights) => {
    if (last.rights !== rights) last = { me: rights.me, rights, place };
    return last;
  };
}
