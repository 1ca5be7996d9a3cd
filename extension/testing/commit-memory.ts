import type { Sha } from '../../protocol/model/ids.ts';
import { findInCommit, readBlobs, renamedSince } from './commit-files.ts';
import type { QuietGit } from './quiet-git.ts';
import { untrackedTwin } from './untracked-twin.ts';

/** Which commit of which repository, and how that repository stands now, in any words that differ when it has moved. */
export interface At {
  readonly root: string;
  readonly commit: Sha;
  readonly state: string;
}

/** A file as a commit had it. */
export interface Then {
  readonly path: string;
  readonly blob: string;
  readonly text: string;
}

/** What was read of commits: what a commit holds never changes, so git is asked once for all that is wanted of it at one time. */
export interface CommitMemory {
  /** The file that a run named; undefined where the commit has none that is meant. */
  file(at: At, name: string): Promise<Then | 'absent' | undefined>;
  /** What a file of the commit that is not in its place any more is called now; undefined where nobody can tell. */
  nameNow(at: At, file: Then): Promise<string | undefined>;
}

const mostCommits = 20;
/** A commit that is not here may be fetched without a sign that reaches us. */
const absentMs = 60_000;

/** What was found out, for as long as the repository has not moved. */
interface Kept<T> {
  readonly state: string;
  readonly value: Promise<T>;
}

interface Known {
  readonly files: Map<string, Then | undefined>;
  absent: { readonly state: string; readonly until: number } | undefined;
  /** What files are called now, by their old path: first by git's own account, then by a look at what git does not follow. */
  renamed: Kept<ReadonlyMap<string, string>> | undefined;
  readonly twins: Map<string, Kept<string | undefined>>;
  /** What is about to be asked for. */
  batch: { readonly names: Set<string>; readonly done: Promise<void> } | undefined;
}

const unknown = (): Known => ({
  files: new Map(),
  absent: undefined,
  renamed: undefined,
  twins: new Map(),
  batch: undefined,
});

export function createCommitMemory(git: () => Promise<QuietGit>, now: () => number): CommitMemory {
  const commits = new Map<string, Known>();

  const knownOf = ({ root, commit }: At): Known => {
    const key = `${root}\n${commit}`;
    const known = commits.get(key) ?? unknown();
    commits.delete(key);
    commits.set(key, known);
    for (const oldest of commits.keys()) if (commits.size > mostCommits) commits.delete(oldest);
    return known;
  };

  const begin = (at: At, known: Known): NonNullable<Known['batch']> => {
    const names = new Set<string>();
    const batch = { names, done: Promise.resolve().then(async () => ask(git, now, at, known, names)) };
    known.batch = batch;
    return batch;
  };

  return {
    async file(at, name) {
      const known = knownOf(at);
      if (known.files.has(name)) return known.files.get(name);
      if (known.absent && known.absent.state === at.state && now() < known.absent.until) return 'absent';
      const batch = known.batch ?? begin(at, known);
      batch.names.add(name);
      await batch.done;
      return known.absent ? 'absent' : known.files.get(name);
    },
    async nameNow(at, file) {
      const { root, commit, state } = at;
      const known = knownOf(at);
      const twin = known.twins.get(file.path);
      if (twin?.state === state) return twin.value;
      if (known.renamed?.state !== state)
        known.renamed = { state, value: git().then(async (run) => renamedSince(run, root, commit)) };
      const { value: renamed } = known.renamed;
      const find = async () => (await renamed).get(file.path) ?? untrackedTwin(await git(), root, file);
      const kept = { state, value: find() };
      known.twins.set(file.path, kept);
      try {
        return await kept.value;
      } catch (error) {
        // What went wrong once is tried again.
        known.twins.delete(file.path);
        known.renamed = undefined;
        throw error;
      }
    },
  };
}

/** Asks git for all that is wanted of a commit at one time. */
async function ask(
  git: () => Promise<QuietGit>,
  now: () => number,
  { root, commit, state }: At,
  known: Known,
  names: ReadonlySet<string>,
): Promise<void> {
  let run: QuietGit;
  try {
    run = await git();
  } finally {
    // All that is asked for until now goes with it.
    known.batch = undefined;
  }
  const read = await filesOf(run, root, commit, names).catch(orAbsent);
  known.absent = read === 'absent' ? { state, until: now() + absentMs } : undefined;
  if (read === 'absent') return;
  const { found, texts } = read;
  for (const name of names) {
    const file = found.get(name);
    const text = file && texts.get(file.blob);
    known.files.set(name, file && text !== undefined ? { ...file, text } : undefined);
  }
}

async function filesOf(run: QuietGit, root: string, commit: Sha, names: ReadonlySet<string>) {
  const found = await findInCommit(run, root, commit, [...names]);
  if (found === 'absent') return found;
  const texts = await readBlobs(run, root, [...new Set([...found.values()].map(({ blob }) => blob))]);
  return { found, texts };
}

/** What a partial clone lacks is not fetched for this: it is as absent as a commit that is not here. */
function orAbsent(error: unknown): 'absent' {
  if (error instanceof Error && /promisor/i.test(error.message)) return 'absent';
  throw error;
}
