import type { CiReport, Unsettled } from '../../../ports/ci-provider.ts';
import { errorLines } from '../../../../reports/error-lines.ts';
import { addLine, endOfLog, logFile } from './log-files.ts';
import type { LocalCiConfig } from './config.ts';
import { read } from './handle.ts';
import { killLeft } from './process-group.ts';
import type { Worktrees } from './worktrees.ts';

/** Ends what is left of a run that another bridge began, and gives what there is to tell of it. */
export async function settled(config: LocalCiConfig, worktrees: Worktrees, left: Unsettled): Promise<CiReport> {
  const { run, attempt, revision, startedAt, counts, failures } = left.run;
  const handle = read(left.handle);
  if (handle) {
    await killLeft(handle, handle.worktree);
    await worktrees.remove(handle.repository, handle.worktree);
  }
  const file = logFile(config.logs, run);
  await addLine(file, 'interrupted: the bridge ended while this run was under way');
  return {
    run,
    attempt,
    revision: revision + 1,
    state: 'interrupted',
    ...(startedAt !== undefined && { startedAt }),
    endedAt: config.clock.now(),
    ...(counts && { counts }),
    failures,
    lines: errorLines(await endOfLog(file)),
  };
}
