import type { CiRun } from '../../protocol/model/card.ts';
import type { BranchName, RepositoryId, RunId, Sha } from '../../protocol/model/ids.ts';

export interface RunOrder {
  readonly run: RunId;
  readonly repository: RepositoryId;
  readonly branch: BranchName;
  readonly commit: Sha;
}

/** What a provider tells of a run: the facts that it owns. `revision` rises with each report of one attempt. */
export type CiReport = Pick<
  CiRun,
  'run' | 'attempt' | 'revision' | 'state' | 'startedAt' | 'endedAt' | 'counts' | 'failures' | 'lines'
> & {
  /** What `settle` needs to find the run again after the bridge has died: opaque to everybody else. */
  readonly handle?: string;
};

export interface LogPiece {
  /** At most 64 KiB of text without control sequences. */
  readonly text: string;
  /** Bytes of the log up to the end of `text`. */
  readonly next: number;
  readonly ended: boolean;
}

/** Something that runs a repository's tests for a commit. */
export interface CiProvider {
  readonly id: string;
  readonly can: { readonly liveLog: boolean; readonly cancel: boolean };
  /** What its runs are called on a card. */
  readonly workflow: string;
  /** Queues a run. A second call with the same run does nothing. Refuses with a PlatformError; everything later is reported. */
  start(order: RunOrder): Promise<void>;
  /** Asks the run to end; false where it is not under way. What becomes of it is reported. */
  cancel(run: RunId): Promise<boolean>;
  /** The log from byte `from` on; undefined where there is none. */
  log(run: RunId, from: number): Promise<LogPiece | undefined>;
  /**
   * Begins to report. `receive` resolves once the report is committed; reports of one run come one at a time. `unsettled` are the
   * runs that had not ended when the bridge stopped: each is looked after (its processes ended, its worktree removed) and
   * reported as `interrupted`, or as whatever became of it.
   */
  open(
    receive: (report: CiReport) => Promise<void>,
    unsettled: readonly { run: CiRun; handle?: string }[],
  ): Promise<() => Promise<void>>;
}
