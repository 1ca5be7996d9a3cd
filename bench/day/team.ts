import type { GitHubServer } from '../../test/support/github/server.ts';
import type { Repository } from '../../test/support/repository.ts';
import type { Doers } from './acts.ts';

type Run = Awaited<ReturnType<GitHubServer['actions']['script']>>;
type Job = ReturnType<Run['job']>;

/** A run that is under way, with the jobs of its present attempt by name. */
interface Going {
  readonly run: Run;
  readonly jobs: Map<string, Job>;
  over: boolean;
}

/** Who works on a branch, and who reviews it: always the same two. */
interface Pairs {
  readonly author: (branch: string) => string;
  readonly reviewer: (branch: string) => string;
}

function pairsOf(people: readonly string[]): Pairs {
  const turn = (branch: string, by: number): string =>
    people[(Number(/\d+$/.exec(branch)?.[0] ?? 0) + by) % people.length] ?? '';
  return { author: (branch) => turn(branch, 0), reviewer: (branch) => turn(branch, 1) };
}

/** The authors, the reviewers and the engine of a day, as GitHub sees them. */
export function createTeam(github: GitHubServer, work: Repository, people: readonly string[]): Omit<Doers, 'claim'> {
  const pairs = pairsOf(people);
  return { ...createAuthors(github, work, pairs), ...createCi(github, pairs) };
}

type OfAuthors = 'push' | 'open' | 'ready' | 'request' | 'changes' | 'approve' | 'merge' | 'close';

function createAuthors(github: GitHubServer, work: Repository, { author, reviewer }: Pairs): Doers<OfAuthors> {
  const pulls = new Map<string, number>();
  const number = (branch: string): number => pulls.get(branch) ?? 0;
  const push = createPush(github, work);
  return {
    push: ({ branch, at }) => push(branch, author(branch), at),
    async open({ branch, draft }) {
      const of = { head: branch, base: 'main', title: `Change ${branch}`, by: author(branch), draft };
      pulls.set(branch, (await github.pulls.open(of)).number);
    },
    ready: ({ branch }) => github.pulls.draft(number(branch), false, author(branch)),
    request: ({ branch }) => github.pulls.request(number(branch), reviewer(branch), author(branch)),
    changes: ({ branch }) => github.pulls.requestChanges(number(branch), reviewer(branch)),
    approve: ({ branch }) => github.pulls.approve(number(branch), reviewer(branch)),
    merge: ({ branch }) => github.pulls.merge(number(branch), author(branch)),
    close: ({ branch }) => github.pulls.close(number(branch), author(branch)),
  };
}

/** Pushes a commit that changes no file: what a day is about is told by CI and not by git. */
function createPush(github: GitHubServer, work: Repository) {
  const heads = new Map<string, string>();
  let tree: string | undefined;
  return async (branch: string, by: string, at: number): Promise<void> => {
    tree ??= await work.git('rev-parse', 'main^{tree}');
    const parent = heads.get(branch) ?? github.repo.heads.get('main') ?? 'main';
    const commit = await work.git('commit-tree', tree, '-p', parent, '-m', `Change ${at}`);
    heads.set(branch, commit);
    await work.git('update-ref', `refs/heads/${branch}`, commit);
    await github.pushed(branch, by);
  };
}

function createCi(github: GitHubServer, { author, reviewer }: Pairs): Omit<Doers, OfAuthors | 'claim'> {
  const runs = new Map<number, Going>();
  const going = (run: number): Going => {
    const found = runs.get(run);
    if (!found) throw new Error(`no run ${run} has begun`);
    return found;
  };
  const jobOf = ({ run, job }: { run: number; job: string }): Job | undefined => {
    const found = going(run);
    return found.over ? undefined : found.jobs.get(job);
  };
  return {
    async begin({ branch, run, plan: { workflow: name, jobs, environment } }) {
      const workflow = `.github/workflows/${name.toLowerCase()}.yml`;
      const begun = await github.actions.script({ branch, by: author(branch), workflow, name });
      const at = environment === undefined ? {} : { environment };
      runs.set(run, { run: begun, jobs: new Map(jobs.map((job) => [job.name, begun.job(job.name, at)])), over: false });
    },
    wait({ run }) {
      for (const job of going(run).jobs.values()) job.wait();
    },
    'let-in': ({ run, branch }) => github.actions.approve(going(run).run.run, 'staging', reviewer(branch)),
    start: (act) => jobOf(act)?.start(),
    end(act) {
      const job = jobOf(act);
      if (act.red) job?.step('Run the tests');
      if (act.red) job?.log('##[error]expected 2 to be 3', '##[error]Process completed with exit code 1.');
      job?.end(act.red ? 'failure' : 'success');
    },
    finish({ run, red }) {
      const { over, jobs, run: ended } = going(run);
      if (over) return;
      for (const each of jobs.values()) if (each.job.check.status !== 'completed') each.end('success');
      ended.end(red ? 'failure' : 'success');
    },
    rerun({ run, branch }) {
      const { run: again, jobs } = going(run);
      const failed = [...jobs].flatMap(([name, { job }]) => (job.check.conclusion === 'failure' ? [name] : []));
      github.actions.rerun(again.run, 'failed', github.user(author(branch)), false);
      jobs.clear();
      for (const name of failed) jobs.set(name, again.job(name));
      for (const job of jobs.values()) job.start();
    },
    cancel({ run }) {
      const found = going(run);
      found.over = true;
      github.actions.cancel(found.run.run);
    },
  };
}
