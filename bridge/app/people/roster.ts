import type { CardKey } from '../../../protocol/model/card.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import type { Overlap, Presence } from '../../../protocol/model/presence.ts';
import { overlapsOf } from '../../domain/overlaps.ts';
import { type Here, people, seatOf } from '../../domain/presence.ts';

/** One window of a person's device. */
export type Whose = Pick<Here, 'person' | 'device' | 'window'>;

/** How a device appears. Without `on`, it is on the branch that it shares. */
export interface Appearing {
  readonly seen: boolean;
  readonly idle: boolean;
  readonly on?: CardKey | null | undefined;
  readonly files: readonly string[];
}

/** Who has this process's rooms open now. Derived from live sessions, and gone with them. */
export interface Roster {
  /** A session came; the returned function is called once, when it goes. */
  enter(here: Here): () => void;
  /** The branch that a window shares from now on, or none. */
  share(who: Whose, key: CardKey | null, at: number): void;
  /** How a window appears from now on. */
  appear(who: Whose, how: Appearing, at: number): void;
  people(): Presence[];
  /** Whether this person has the room open, seen or not. */
  isHere(person: PersonId): boolean;
  /** Whether anybody has. */
  isWatched(): boolean;
  /** Calls `changed` after each change that somebody could see. */
  listen(changed: (people: Presence[]) => void): () => void;
  /** Which of the files that this person tells others have changed too. */
  overlaps(person: PersonId): readonly Overlap[];
  /** Calls `changed` for each person for whom they have changed, and with none where they have ended. */
  listenToOverlaps(changed: (person: PersonId, overlaps: readonly Overlap[]) => void): () => void;
}

export function createRoster(): Roster {
  const sessions = new Map<symbol, Session>();
  const seats = (): Here[] => [...sessions.values()].map(hereOf);
  const news = createNews(seats);

  function update(who: Whose, change: (session: Session) => Session): void {
    for (const [id, session] of sessions) {
      const { person } = session.here;
      if (seatOf(session.here) === seatOf(who) && person.id === who.person.id) sessions.set(id, change(session));
    }
    news.tell();
  }

  return {
    enter(here) {
      const session = Symbol(here.device);
      sessions.set(session, { here, shared: here.on });
      news.tell();
      return () => {
        if (sessions.delete(session)) news.tell();
      };
    },
    share: (who, key, at) =>
      update(who, (session) => ({ ...session, shared: key ? { key, sharedAt: at } : undefined })),
    appear: (who, how, at) => update(who, (session) => appeared(session, how, at)),
    people: () => people(seats()),
    isHere: (id) => seats().some(({ person }) => person.id === id),
    isWatched: () => sessions.size > 0,
    listen: (changed) => news.listen(changed),
    overlaps: (person) => news.overlaps(person),
    listenToOverlaps: (changed) => news.listenToOverlaps(changed),
  };
}

type On = NonNullable<Here['on']>;

/** A session: what it shares of a branch, and which branch it says that it is on, where it says that itself. */
interface Session {
  readonly here: Here;
  readonly shared: On | undefined;
  readonly said?: On | null;
}

function hereOf({ here, shared, said }: Session): Here {
  const { on: _on, ...rest } = here;
  const on = said === undefined ? shared : said;
  return on ? { ...rest, on } : rest;
}

function appeared({ here, shared, said }: Session, { seen, idle, on, files }: Appearing, at: number): Session {
  const { person, device, window, idleSince = at } = here;
  // Who only went idle has not come to the branch anew.
  const since = said && on && isSame(said.key, on) ? said.sharedAt : at;
  return {
    here: { person, device, window, seen, files, ...(idle ? { idleSince } : {}) },
    shared,
    ...(on === undefined ? {} : { said: on && { key: on, sharedAt: since } }),
  };
}

const isSame = (a: CardKey, b: CardKey): boolean => a.repository === b.repository && a.branch === b.branch;

/** Tells who listens, and of what has changed alone. */
function createNews(seats: () => Here[]) {
  const listeners = new Set<(people: Presence[]) => void>();
  const heeding = new Set<(person: PersonId, overlaps: readonly Overlap[]) => void>();
  let told = '';
  let compared = '';
  let overlaps: ReadonlyMap<PersonId, readonly Overlap[]> = new Map();

  function tellPeople(here: readonly Here[]): void {
    const now = people(here);
    // Somebody who came unseen is worth asking the sources for as well.
    const text = JSON.stringify([now, here.length > 0]);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  }

  function tellOverlaps(here: readonly Here[]): void {
    const text = JSON.stringify(here.filter(({ files }) => files?.length));
    if (text === compared) return;
    compared = text;
    const before = overlaps;
    overlaps = overlapsOf(here);
    for (const person of new Set([...before.keys(), ...overlaps.keys()])) {
      const now = overlaps.get(person) ?? [];
      if (JSON.stringify(now) === JSON.stringify(before.get(person) ?? [])) continue;
      for (const heed of heeding) heed(person, now);
    }
  }

  return {
    tell(): void {
      const here = seats();
      tellPeople(here);
      tellOverlaps(here);
    },
    overlaps: (person: PersonId): readonly Overlap[] => overlaps.get(person) ?? [],
    listen(changed: (people: Presence[]) => void): () => void {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    listenToOverlaps(changed: (person: PersonId, overlaps: readonly Overlap[]) => void): () => void {
      heeding.add(changed);
      return () => heeding.delete(changed);
    },
  };
}
