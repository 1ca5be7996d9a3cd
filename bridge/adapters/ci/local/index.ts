import { mkdir } from 'node:fs/promises';
import type { CiProvider } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { gitIn } from '../../git.ts';
import type { LocalCiConfig } from './config.ts';
import { logFile, pruneLogs, readPiece } from './log-files.ts';
import { Queue } from './queue.ts';
import { settled } from './settle.ts';
import { worktreesIn } from './worktrees.ts';

/**
 * Runs a repository's own tests on this machine, one commit at a time, each in a git worktree of its own. What it runs may do whatever
 * the bridge's user may: the commands are the operator's, and the tests are those of whoever may push.
 */
export function createLocalCi(config: LocalCiConfig): CiProvider {
  const { repositories, logs } = config;
  const gits = new Map([...repositories].map(([id, folder]) => [id, gitIn(folder, config.environment)]));
  let queue: Queue | undefined;

  return {
    id: 'local',
    can: { liveLog: true, cancel: true },
    workflow: 'tests',
    async start(order) {
      if (!repositories.has(order.repository)) throw new PlatformError('refused', 'unknown_repository');
      if (!queue) throw new PlatformError('unavailable', 'not_open');
      queue.add(order);
    },
    cancel: async (run) => queue?.cancel(run) ?? false,
    async log(run, from) {
      // Asked before the file is read: what is written meanwhile is not missed.
      const underWay = queue?.holds(run) ?? false;
      const piece = await readPiece(logFile(logs, run), from);
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
