import type { CardKey } from '../../protocol/model/card.ts';
import type { DeviceId, PersonId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import type { Presence } from '../../protocol/model/presence.ts';

/** One open editor or page. `on` is the branch that it shares, since `sharedAt`. */
export interface Here {
  readonly person: Person;
  readonly device: DeviceId;
  /** Which of the windows that share the device's memory, where there are several. */
  readonly window?: string | undefined;
  readonly on?: { readonly key: CardKey; readonly sharedAt: number };
  /** Absent: it is. Whoever is not seen reads the room all the same. */
  readonly seen?: boolean;
  /** Nobody has touched it since then. */
  readonly idleSince?: number;
  /** Names of files that are changed on that branch, for the comparison with others alone. */
  readonly files?: readonly string[];
}

/** Who is here to be seen, by name. Somebody with several devices is one person, on the branch that was shared last, and idle where all of them are. */
export function people(here: Iterable<Here>): Presence[] {
  const seen = [...here].filter((each) => each.seen !== false);
  const byPerson = Map.groupBy(seen, (each): PersonId => each.person.id);
  return [...byPerson.values()].flatMap(presenceOf).toSorted((a, b) => byName(a.person, b.person));
}

function presenceOf(devices: Here[]): Presence[] {
  const first = devices[0];
  if (!first) return [];
  const newest = devices.flatMap((each) => each.on ?? []).toSorted((a, b) => b.sharedAt - a.sharedAt)[0];
  const idle = devices.flatMap((each) => each.idleSince ?? []);
  return [
    {
      person: first.person,
      devices: new Set(devices.map(seatOf)).size,
      ...(newest ? { on: newest.key } : {}),
      ...(idle.length === devices.length ? { idleSince: Math.max(...idle) } : {}),
    },
  ];
}

/** One window of a device: two that share its memory are two. */
export const seatOf = ({ device, window = '' }: Pick<Here, 'device' | 'window'>): string => `${device} ${window}`;

/** By name, and where they are called the same, always in the same order. */
export const byName = (a: Person, b: Person): number => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
