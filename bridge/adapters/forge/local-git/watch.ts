import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { Git } from '../../git.ts';

/** Several files change with each move of a branch: they are told as one. */
const settleMs = 200;

/** Calls `changed` a little after branches of a repository may have moved, in any of its worktrees. The returned function ends that. */
export async function watchBranches(git: Git, clock: Clock, changed: () => void): Promise<() => void> {
  const common = (await git(['rev-parse', '--path-format=absolute', '--git-common-dir'])).trimEnd();
  let takeBack: (() => void) | undefined;
  const moved = () => {
    takeBack ??= clock.after(settleMs, () => {
      takeBack = undefined;
      changed();
    });
  };
  const watchers: FSWatcher[] = [];
  const end = () => {
    takeBack?.();
    for (const watcher of watchers) watcher.close();
  };
  try {
    watchers.push(
      watch(common, (_, file) => {
        if (file === null || file === 'packed-refs' || file === 'HEAD') moved();
      }),
    );
    watchers.push(watch(join(common, 'refs'), { recursive: true }, moved));
  } catch (error) {
    end();
    throw new PlatformError('unavailable', `cannot watch (${error instanceof Error ? error.message : 'no reason'})`);
  }
  // A folder that vanishes under its watcher is a change like any other.
  for (const watcher of watchers) watcher.on('error', moved);
  return end;
}
