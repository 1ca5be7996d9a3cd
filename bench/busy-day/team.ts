import type { GitHubServer } from '../../test/support/github/server.ts';
import type { Repository } from '../../test/support/repository.ts';
import { chanceFrom } from '../chance.ts';
import type { Act } from './plan.ts';

type Run = Awaited<ReturnType<GitHubServer['actions']['script']>>;
type Job = ReturnType<Run['job']>;

/** The people and the engine of a day: does one act of its plan. */
export type Team = (act: Act) => Promise<unknown>;

const author = (branch: number): string => ['ann', 'bo', 'cy'][branch % 3] ?? 'ann';
const reviewer = (branch: number): string => (author(branch) === 'bo' ? 'cy' : 'bo');

export function createTeam(github: GitHubServer, work: Repository): Team {
  const pulls = new Map<number, number>();
  const runs = new Map<number, { readonly run: Run; readonly jobs: readonly Job[] }>();
  const chance = chanceFrom(11);
  const number = (branch: number): number => pulls.get(branch) ?? 0;

  const deeds: Readonly<Record<Act['type'], (act: Act) => Promise<unknown>>> = {
    push: ({ branch, at }) => push(github, work, `feat/${branch}`, author(branch), at),
    async open({ branch }) {
      const of = { head: `feat/${branch}`, base: 'main', title: `Change ${branch}`, by: author(branch) };
      pulls.set(branch, (await github.pulls.open(of)).number);
    },
    request: ({ branch }) => github.pulls.request(number(branch), reviewer(branch), author(branch)),
    approve: ({ branch }) => github.pulls.approve(number(branch), reviewer(branch)),
    merge: ({ branch }) => github.pulls.merge(number(branch), 'ann'),
    async begin({ branch, run = -1 }) {
      const begun = await github.actions.script({ branch: `feat/${branch}`, by: author(branch) });
      runs.set(run, { run: begun, jobs: [begun.job('lint'), begun.job('test')] });
    },
    async run({ run = -1 }) {
      for (const job of runs.get(run)?.jobs ?? []) job.start();
    },
    async end({ run = -1 }) {
      const verdict = chance() < 0.15 ? 'failure' : 'success';
      const [lint, test] = runs.get(run)?.jobs ?? [];
      lint?.end('success');
      test?.end(verdict);
      runs.get(run)?.run.end(verdict);
    },
  };
  return (act) => deeds[act.type](act);
}

async function push(github: GitHubServer, work: Repository, name: string, by: string, at: number): Promise<void> {
  const known = (await work.git('for-each-ref', '--format=%(refname:short)', `refs/heads/${name}`)) !== '';
  const tree = await work.git('rev-parse', 'main^{tree}');
  const parent = await work.git('rev-parse', known ? name : 'main');
  const commit = await work.git('commit-tree', tree, '-p', parent, '-m', `Change ${at}`);
  await work.git('update-ref', `refs/heads/${name}`, commit);
  await github.pushed(name, by);
}
