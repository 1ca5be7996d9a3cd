import { mkdir, rm } from 'node:fs/promises';
import type { RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import type { CiDeed, CiProvider } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type Git, GitFailure, gitIn } from '../../git.ts';
import type { LocalCiConfig } from './config.ts';
import { logFile, pruneLogs } from './log-files.ts';
import { createLogReader } from './log-reader.ts';
import { Queue } from './queue.ts';
import type { RunOrder } from './run.ts';
import { settled } from './settle.ts';
import { worktreesIn } from './worktrees.ts';

const can = {
  liveLog: true,
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: false,
  ourIds: true,
} as const;

/** It has no other. */
const workflow = { provider: 'local', id: 'tests', name: 'tests', inputs: [] };

/**
 * Runs a repository's own tests on this machine, one commit at a time, each in a git worktree of its own. What it runs may do whatever
 * the bridge's user may: the commands are the operator's, and the tests are those of whoever may push.
 */
export function createLocalCi(config: LocalCiConfig): CiProvider {
  const { repositories, logs } = config;
  const gits = new Map([...repositories].map(([id, folder]) => [id, gitIn(folder, config.environment)]));
  const readLog = createLogReader();
  let queue: Queue | undefined;

  return {
    id: workflow.provider,
    can,
    workflows: async (repository) => (repositories.has(repository) ? [workflow] : undefined),
    async act(deed) {
      if (!queue) throw new PlatformError('unavailable', 'not_open');
      if (deed.type === 'cancel') {
        const cancelled = queue.cancel(deed.run.run);
        return cancelled ? queue.known(deed.run.run)?.report : undefined;
      }
      const order = await orderOf(deed, queue, gits);
      // The log of the attempt before, which this one's replaces.
      if (order.attempt > 1 && !queue.holds(order.run)) await rm(logFile(logs, order.run), { force: true });
      return queue.add(order);
    },
    async read(of) {
      const known = 'run' in of ? queue?.known(of.run) : undefined;
      return known ? [known.report] : [];
    },
    async log(run, from, { style = 'plain' } = {}) {
      // Asked before the file is read: what is written meanwhile is not missed.
      const underWay = queue?.holds(run) ?? false;
      const piece = await readLog(logFile(logs, run), from, style);
      if (piece) return { ...piece, ended: piece.ended && !underWay };
      return underWay ? { text: '', next: 0, ended: false } : undefined;
    },
    async open(receive, unsettled) {
      await mkdir(logs, { recursive: true, mode: 0o700 });
      const worktrees = await worktreesIn(config.worktrees, gits, config.log);
      for (const left of unsettled) await receive(await settled(config, worktrees, left));
      await worktrees.sweep();
      await pruneLogs(logs);
      const opened = new Queue(config, worktrees, receive);
      queue = opened;
      return async () => opened.close();
    },
  };
}

type Gits = ReadonlyMap<RepositoryId, Git>;

/** What a deed would have done; refused where it cannot be. */
async function orderOf(deed: Exclude<CiDeed, { type: 'cancel' }>, queue: Queue, gits: Gits): Promise<RunOrder> {
  if (deed.type === 'decide') throw new PlatformError('refused', 'no_gates');
  if (deed.debug) throw new PlatformError('refused', 'no_debug');
  if (deed.type === 'start') return startOf(deed, gits);
  if (deed.what !== 'all') throw new PlatformError('refused', 'no_jobs');
  const { run, attempt, commit } = deed.run;
  const repository = queue.known(run)?.order.repository ?? (await repositoryOf(commit, gits));
  return { run, attempt: attempt + 1, repository, commit };
}

function startOf({ run, repository, commit, ...asked }: Extract<CiDeed, { type: 'start' }>, gits: Gits): RunOrder {
  if (!gits.has(repository)) throw new PlatformError('refused', 'unknown_repository');
  if ((asked.workflow ?? workflow.id) !== workflow.id) throw new PlatformError('refused', 'unknown_workflow');
  if (Object.keys(asked.inputs).length > 0) throw new PlatformError('refused', 'no_inputs');
  return { run, attempt: 1, repository, commit };
}

/** The repository of a run that another bridge has made: the first that has its commit. */
async function repositoryOf(commit: Sha, gits: Gits): Promise<RepositoryId> {
  for (const [repository, git] of gits) {
    try {
      await git(['cat-file', '-e', `${commit}^{commit}`]);
      return repository;
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
    }
  }
  throw new PlatformError('gone', 'unknown_commit');
}
