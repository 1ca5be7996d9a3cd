import type { Effort } from './glob.ts';
import type { Card } from '../../protocol/model/card.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { CiState } from '../../protocol/model/run.ts';
import type { Facts } from './card.ts';

/** Whose a branch is. A forge and an engine know logins; an editor knows the person. */
export interface BranchAuthor {
  readonly login?: string;
  readonly person?: PersonId;
  readonly bot: boolean;
}

/** What is not known may be known later; what cannot be asked of the branch at all is `none`. */
export type Known<T> = { readonly is: T } | 'unknown' | 'none';

/** What routes ask of an event. */
export interface EventFacts {
  readonly head: string;
  readonly base: Known<string>;
  /** Whether it is the branch that the others are merged into. */
  readonly trunk: boolean;
  readonly author: Known<BranchAuthor>;
  /** The groups that the author is of. */
  readonly teams: Known<readonly string[]>;
  readonly labels: Known<readonly string[]>;
  readonly draft: Known<boolean>;
  readonly paths: Known<readonly string[]>;
  /** In lower case, each with its `@`. */
  readonly owners: Known<readonly string[]>;
  readonly conclusion: Known<CiState>;
  /** For all patterns of all routes together: what takes more of it stays unknown. */
  readonly effort?: Effort;
}

/** A fifth of a second’s work at most. */
const mostEffort = 20_000_000;

const isBot = (login: string): boolean => login.endsWith('[bot]');

/** Whose the branch is: the pull request's author; else whoever caused its newest run; else whoever last worked on it. */
export function authorOf({ forge, ci, work }: Pick<Facts, 'forge' | 'ci' | 'work'>): BranchAuthor | undefined {
  const pull = forge?.pullRequest;
  if (pull?.author !== undefined) return { login: pull.author, bot: pull.bot ?? isBot(pull.author) };
  const [run] = ci;
  if (run?.requestedBy) return { person: run.requestedBy.id, bot: false };
  if (run?.actor !== undefined) return { login: run.actor, bot: isBot(run.actor) };
  const [newest] = work;
  return newest && { person: newest.by.id, bot: false };
}

/** The name that most repositories give their default branch: it counts only until a forge has told. */
const usual = ['main', 'master'];

/** Whether a branch is its repository's default one. `others` are cards of the same repository: they know what they are merged into. */
export function isTrunk({ key, forge }: Pick<Card, 'key' | 'forge'>, others: readonly Pick<Card, 'forge'>[]): boolean {
  const said = [forge, ...others.map((each) => each.forge)].find((each) => each !== undefined);
  return said ? (said.defaultBranch ?? said.base) === key.branch : usual.includes(key.branch);
}

/** What can be said of a card without asking anybody. `state` is that of the run which the event is about; else the newest that ended counts. */
export function factsOf(
  card: Pick<Facts, 'key' | 'forge' | 'ci' | 'work'>,
  known: {
    readonly trunk: boolean;
    readonly state?: CiState | undefined;
    readonly person?: PersonId | undefined;
    readonly groups: Readonly<Record<string, readonly string[]>>;
    /** Who owns a file; undefined while CODEOWNERS was not read. */
    readonly owners?: ((path: string) => readonly string[] | undefined) | undefined;
  },
): EventFacts {
  const { forge, key, ci } = card;
  const { trunk } = known;
  const found = authorOf(card);
  const person = known.person ?? found?.person;
  const author = found && { ...found, ...(person === undefined ? {} : { person }) };
  const pull = forge?.pullRequest;
  /** A pull request's facts cannot be asked of the trunk, nor where no forge has any. */
  const ofPull = <T>(value: T | undefined, without: Known<T>): Known<T> => {
    if (trunk || (forge && pull === undefined)) return 'none';
    if (pull === null) return without;
    return value === undefined ? 'unknown' : { is: value };
  };
  const paths = ofPull<readonly string[]>(pull?.paths, 'unknown');
  const state = known.state ?? ci.find((run) => hasEnded(run.state))?.state;
  return {
    head: key.branch,
    base: trunk ? 'none' : forge ? { is: forge.base } : 'unknown',
    trunk,
    author: author ? { is: author } : 'unknown',
    teams: author ? { is: teamsOf(author, known.groups) } : 'unknown',
    labels: ofPull<readonly string[]>(pull?.labels, { is: [] }),
    draft: ofPull<boolean>(pull ? pull.state === 'draft' : undefined, { is: false }),
    paths,
    owners: typeof paths === 'string' ? paths : known.owners ? owning(paths.is, known.owners) : 'unknown',
    conclusion: state === undefined ? 'unknown' : { is: state },
    effort: { left: mostEffort },
  };
}

function owning(
  paths: readonly string[],
  owners: (path: string) => readonly string[] | undefined,
): Known<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const theirs = owners(path);
    if (!theirs) return 'unknown';
    for (const each of theirs) found.add(each);
  }
  return { is: [...found] };
}

/** The groups that hold somebody by their id, or by `@` and their login. Who has not linked their account is of a group only by that. */
function teamsOf({ person, login }: BranchAuthor, groups: Readonly<Record<string, readonly string[]>>): string[] {
  const at = login === undefined ? undefined : `@${login.toLowerCase()}`;
  return Object.entries(groups).flatMap(([name, people]) =>
    people.some((each) => each === person || each.toLowerCase() === at) ? [name] : [],
  );
}
