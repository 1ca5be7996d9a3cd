import type { CardKey } from '../../protocol/model/card.ts';
import type { DeviceId, PersonId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import type { Presence } from '../../protocol/model/presence.ts';

/** One open editor or page. `on` is the branch that it shares, since `sharedAt`. */
export interface Here {
  readonly person: Person;
  readonly device: DeviceId;
  readonly on?: { readonly key: CardKey; readonly sharedAt: number };
}

/** Who is here, by name. Somebody with several devices is one person, on the branch that was shared last. */
export function people(here: Iterable<Here>): Presence[] {
  const byPerson = Map.groupBy(here, (each): PersonId => each.person.id);
  return [...byPerson.values()].flatMap(presenceOf).toSorted((a, b) => compare(a.person, b.person));
}

function presenceOf(devices: Here[]): Presence[] {
  const first = devices[0];
  if (!first) return [];
  const newest = devices.flatMap((each) => each.on ?? []).toSorted((a, b) => b.sharedAt - a.sharedAt)[0];
  const alike = { person: first.person, devices: new Set(devices.map((each) => each.device)).size };
  return [newest ? { ...alike, on: newest.key } : alike];
}

const compare = (a: Person, b: Person): number => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
