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
  /** The same by name, sorted once, and only where somebody else tells one of them. */
  readonly byName: () => readonly string[];
}

/**
 * For each person who tells files: which of these others have changed too, on another branch of the same repository. Nobody is told a name
 * that they have not told themselves, and whoever tells none or is not seen takes no part.
 */
export function overlapsOf(here: Iterable<Here>): ReadonlyMap<PersonId, readonly Overlap[]> {
  const tellings = tellingsOf(here).toSorted(inOrder);
  const telling = whoTells(tellings);
  const byPerson = Map.groupBy(tellings, ({ person }): PersonId => person.id);
  const found = new Map<PersonId, readonly Overlap[]>();
  for (const [person, own] of byPerson) {
    const near = new Set(own.flatMap((each) => nearTo(each, tellings, telling)));
    const overlaps: Overlap[] = [];
    for (const other of near.size === 0 ? [] : tellings) {
      if (overlaps.length === most.people) break;
      if (other.person.id !== person && near.has(other)) overlaps.push(overlapWith(own, other));
    }
    found.set(person, overlaps);
  }
  return found;
}

function tellingsOf(here: Iterable<Here>): Telling[] {
  const tellings = new Map<string, Telling>();
  for (const { person, on, seen, files = [] } of here) {
    if (seen === false || !on || files.length === 0) continue;
    const { repository, branch } = on.key;
    const id = JSON.stringify([person.id, repository, branch]);
    const telling = tellings.get(id) ?? newTelling(person, { repository, branch });
    for (const file of files) telling.files.add(file);
    tellings.set(id, telling);
  }
  return [...tellings.values()];
}

function newTelling(person: Person, on: CardKey): Telling {
  const files = new Set<string>();
  let sorted: readonly string[] | undefined;
  return { person, on, files, byName: () => (sorted ??= [...files].toSorted()) };
}

/** Who tells a file, by its repository and name: most share none with most others, who then need not be compared. */
type WhoTells = ReadonlyMap<string, ReadonlyMap<string, readonly Telling[]>>;

function whoTells(tellings: readonly Telling[]): WhoTells {
  const byRepository = new Map<string, Map<string, Telling[]>>();
  for (const telling of tellings) {
    const byFile = byRepository.get(telling.on.repository) ?? new Map<string, Telling[]>();
    byRepository.set(telling.on.repository, byFile);
    for (const file of telling.files) {
      const known = byFile.get(file);
      if (known) known.push(telling);
      else byFile.set(file, [telling]);
    }
  }
  return byRepository;
}

/** Those who tell a file of this telling on another branch. */
function nearTo({ person, on, files }: Telling, tellings: readonly Telling[], telling: WhoTells): readonly Telling[] {
  const isOther = (each: Telling): boolean => each.person.id !== person.id && each.on.branch !== on.branch;
  const all = tellings.filter((each) => each.on.repository === on.repository && isOther(each)).length;
  const near = new Set<Telling>();
  for (const file of files) {
    if (near.size === all) break;
    for (const each of telling.get(on.repository)?.get(file) ?? []) if (isOther(each)) near.add(each);
  }
  return [...near];
}

/** The first files, by name, that both tell. */
function overlapWith(own: readonly Telling[], { person, on, byName: sorted }: Telling): Overlap {
  const rivals = own.filter((each) => each.on.repository === on.repository && each.on.branch !== on.branch);
  const shared: string[] = [];
  for (const file of sorted()) {
    if (shared.length === most.files) break;
    if (rivals.some((each) => each.files.has(file))) shared.push(file);
  }
  return { person, on, files: shared };
}

const inOrder = (a: Pick<Telling, 'person' | 'on'>, b: Pick<Telling, 'person' | 'on'>): number =>
  a.person.id === b.person.id ? branchOf(a).localeCompare(branchOf(b)) : byName(a.person, b.person);

const branchOf = ({ on }: Pick<Telling, 'on'>): string => `${on.repository} ${on.branch}`;
