import type { CardKey } from '../../protocol/model/card.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import type { Overlap } from '../../protocol/model/presence.ts';
import { byName, type Here } from './presence.ts';

/** As much as one person is told at once. */
const most = { files: 50, people: 50 } as const;

/** What one person has changed on one branch, in all their windows. */
interface Telling {
  readonly person: Person;
  readonly on: CardKey;
  readonly files: Set<string>;
}

/**
 * For each person who tells files: which of these others have changed too, on another branch of the same repository. Nobody is told a name
 * that they have not told themselves, and whoever tells none or is not seen takes no part.
 */
export function overlapsOf(here: Iterable<Here>): ReadonlyMap<PersonId, readonly Overlap[]> {
  const tellings = tellingsOf(here);
  const byPerson = Map.groupBy(tellings, ({ person }): PersonId => person.id);
  const found = new Map<PersonId, readonly Overlap[]>();
  for (const [person, own] of byPerson) {
    const others = tellings.filter((each) => each.person.id !== person);
    const overlaps = others.flatMap((other) => overlapWith(own, other));
    found.set(person, overlaps.toSorted(inOrder).slice(0, most.people));
  }
  return found;
}

function tellingsOf(here: Iterable<Here>): Telling[] {
  const tellings = new Map<string, Telling>();
  for (const { person, on, seen, files = [] } of here) {
    if (seen === false || !on || files.length === 0) continue;
    const { repository, branch } = on.key;
    const id = JSON.stringify([person.id, repository, branch]);
    const telling = tellings.get(id) ?? { person, on: { repository, branch }, files: new Set() };
    for (const file of files) telling.files.add(file);
    tellings.set(id, telling);
  }
  return [...tellings.values()];
}

function overlapWith(own: readonly Telling[], { person, on, files }: Telling): Overlap[] {
  const rivals = own.filter((each) => each.on.repository === on.repository && each.on.branch !== on.branch);
  const shared = [...files].filter((file) => rivals.some((each) => each.files.has(file)));
  return shared.length === 0 ? [] : [{ person, on, files: shared.toSorted().slice(0, most.files) }];
}

const inOrder = (a: Overlap, b: Overlap): number =>
  a.person.id === b.person.id ? branchOf(a).localeCompare(branchOf(b)) : byName(a.person, b.person);

const branchOf = ({ on }: Overlap): string => `${on.repository} ${on.branch}`;
