import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareBranch } from '../../extension/commands/compare-branch.ts';
import { pushBranch } from '../../extension/commands/git-branch.ts';
import { messagePerson } from '../../extension/commands/message-person.ts';
import { openCard } from '../../extension/commands/open-card.ts';
import type { Situation } from '../../extension/situation.ts';
import { type Repositories, watchRepositories } from '../../extension/sources/git.ts';
import { createTeamTree } from '../../extension/views/team-tree.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { key, person, work } from '../support/samples.ts';
import { gitExtension, openRepository } from './git-double.ts';
import { card, roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let upstream: Repository | undefined;
let watched: Repositories | undefined;
let threads: unknown[][] = [];
let failures: unknown[] = [];

beforeEach(() => {
  reset();
  threads = [];
  failures = [];
});
afterEach(async () => {
  watched?.dispose();
  watched = undefined;
  await upstream?.remove();
  upstream = undefined;
  if (failures.length > 0) throw new AggregateError(failures);
});

const here: Pick<Situation, 'room'> = {
  room: roomView({ people: [{ person: person('Bo'), devices: 1, on: key('feat/x') }] }),
};
const services = (part: Partial<Situation> = {}, repositories?: Repositories) =>
  ({
    situation: () => situation({ ...here, ...part }),
    thread: (...asked: unknown[]) => threads.push(asked),
    workspace: { diffWith: async (theirs: never) => repositories?.diffWith(theirs) },
  }) as never;

/** The rows as VS Code hands them to a command. */
function rowOf(id: string, part: Partial<Situation> = {}): unknown {
  const tree = createTeamTree({ time: String });
  tree.show?.(situation({ ...here, ...part }));
  const { provider } = editor.trees.get('shiproom.team') ?? {};
  const all = (row?: unknown): unknown[] => {
    const below = (provider?.getChildren(row) ?? []) as unknown[];
    return below.flatMap((each) => [each, ...all(each)]);
  };
  const found = all().find((row) => provider && (provider.getTreeItem(row) as { id?: string }).id?.startsWith(id));
  tree.dispose();
  return found;
}

/** A team-mate’s branch that was pushed, seen from a clone. */
async function pushed() {
  upstream = await makeRepository({ 'a.ts': 'one\n', 'b.ts': 'b\n' });
  const url = 'https://example.com/acme/web';
  const [mine, theirs] = [await upstream.clone(), await upstream.clone()];
  await mine.git('config', `url.${upstream.folder}.insteadOf`, url);
  await mine.git('remote', 'set-url', 'origin', url);
  await theirs.switchTo('feat/x');
  const commit = await theirs.commit('Theirs', { 'a.ts': 'two\n', 'b.ts': undefined });
  await theirs.git('push', '--quiet', 'origin', 'feat/x');
  let wake: () => void = () => undefined;
  const own = failures;
  const api = gitExtension(await openRepository(mine)).api as never;
  const repositories = watchRepositories(api, {
    changed: () => wake(),
    failed: (error) => own.push(error),
    environment: process.env,
  });
  watched = repositories;
  while (!repositories.here()) await new Promise<void>((resolve) => (wake = resolve));
  const told = card({ key: key('feat/x'), work: [work({ by: person('Bo'), head: commit })] });
  const room = roomView({ ...here.room, cards: [told] });
  const overlaps = [{ person: person('Bo'), on: key('feat/x'), files: ['a.ts', 'b.ts', 'c.ts'] }];
  return { repositories, commit, part: { checkout: repositories.here(), room, overlaps } };
}

const short = (commit: string) => commit.slice(0, 7);
const said = () => editor.shown.map(({ text }) => text);

describe('what can be done with a person of the team', () => {
  it('is to show the card of their branch, with what was said about it', async () => {
    await openCard(services(), rowOf('person bo'));
    expect(threads).toEqual([[key('feat/x')]]);
  });

  it('is to begin a message to them, about the branch that they share', async () => {
    await messagePerson(services(), rowOf('person bo'));
    await messagePerson(services(), { person: 'Cy Young' });
    expect(threads).toEqual([
      [key('feat/x'), '@Bo '],
      [null, '@Cy Young '],
    ]);
  });

  it('is nothing without a bridge, which is said', async () => {
    for (const command of [openCard, messagePerson])
      await command(services({ connection: { state: 'unpaired' } }), rowOf('person bo'));
    expect(threads).toEqual([]);
    expect(said()).toEqual(Array(2).fill('Shiproom is not connected to a bridge.'));
  });

  it('is to see what their branch has over this one, all files at once', async () => {
    const { repositories, commit, part } = await pushed();
    await compareBranch(services(part, repositories), rowOf('person bo', part));
    const [[command, title, files] = []] = editor.executed as [string, string, (URL | undefined)[][]][];
    expect([command, title]).toEqual(['vscode.changes', `feat/x at ${short(commit)}`]);
    expect(files?.map((each) => each.map((uri) => uri && String(uri).replace(/^.*\//, '')))).toMatchObject([
      ['a.ts', expect.stringContaining('a.ts'), expect.stringContaining(commit)],
      ['b.ts', expect.stringContaining('b.ts'), undefined],
    ]);
  });

  it('is to see their copy of a file that both have changed beside one’s own', async () => {
    const { repositories, commit, part } = await pushed();
    await compareBranch(services(part, repositories), rowOf('person bo overlap feat/x a.ts', part));
    const [[command, theirs, own, title] = []] = editor.executed;
    expect([command, title]).toEqual(['vscode.diff', `a.ts: feat/x at ${short(commit)} ↔ yours`]);
    expect(String(theirs)).toContain(commit);
    expect(String(own)).toMatch(/^file:.*\/a\.ts$/);
  });

  it.each([
    ['b.ts', 'They have deleted b.ts.'],
    ['c.ts', 'They have changed c.ts, and not pushed that yet.'],
  ])('is told where there is no copy of %s to see', async (file, words) => {
    const { repositories, part } = await pushed();
    await compareBranch(services(part, repositories), rowOf(`person bo overlap feat/x ${file}`, part));
    expect(said()).toEqual([words]);
    expect(editor.executed).toEqual([]);
  });

  it('offers to write to them where their branch cannot be fetched', async () => {
    const { repositories, part } = await pushed();
    editor.answer = () => 'Message…';
    const gone = { ...part, room: here.room };
    await compareBranch(services(gone, repositories), { about: key('never/pushed'), person: 'Bo' });
    await expect.poll(() => threads).toEqual([[key('never/pushed'), '@Bo ']]);
    expect(said()[0]).toMatch(/^never\/pushed cannot be fetched/);
  });

  it('[T12] runs no git before the workspace is trusted', async () => {
    const { repositories, part } = await pushed();
    const diffWith = vi.spyOn(repositories, 'diffWith');
    await compareBranch(services({ ...part, trusted: false }, repositories), rowOf('person bo', part));
    await pushBranch(services({ ...part, trusted: false }));
    expect(diffWith).not.toHaveBeenCalled();
    expect(editor.executed).toEqual([]);
  });
});

describe('git’s own commands', () => {
  it('are run for the repository that is shown, whichever others are open', async () => {
    await pushBranch(services());
    expect(editor.executed.map(([id, uri]) => [id, String(uri)])).toEqual([['git.push', 'file:///work/place']]);
  });
});
