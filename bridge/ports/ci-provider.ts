import type { BranchName, RepositoryId, RunId, Sha } from '../../protocol/model/ids.ts';
import type { CiRun, Gate } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';

/** What a run is for: constant over its attempts. A report that brings it puts a run on its card that the bridge has not started. */
export interface RunOrigin {
  readonly repository: RepositoryId;
  readonly branch: BranchName;
  readonly commit: Sha;
  readonly workflow: string;
  /** When its first attempt was asked for, as far as this report can tell: of several, the earliest counts. */
  readonly queuedAt: number;
}

/**
 * What a provider tells of a run. `attempt`, `state` and `revision` order what is said of the run as a whole; each of `jobs` is
 * ordered by itself; evidence (`counts`, `failures`, `lines`, `infrastructure`) counts for its attempt and may come later. Constants
 * (`number`, `url`, `event`, `actor`) are filled in when they are first told. So any order of reports, with any repetition, gives one run.
 */
export type CiReport = Pick<CiRun, 'run' | 'attempt' | 'revision' | 'state'> &
  Partial<
    Pick<
      CiRun,
      | 'startedAt'
      | 'endedAt'
      | 'counts'
      | 'failures'
      | 'lines'
      | 'infrastructure'
      | 'number'
      | 'url'
      | 'event'
      | 'actor'
      | 'jobs'
      | 'gates'
      | 'decisions'
    >
  > & {
    readonly of?: RunOrigin;
    /** What `open` needs to find the run again after the bridge has died: opaque to everybody else. */
    readonly handle?: string;
  };

/** Something to be done at the engine, once. */
export type CiDeed =
  | {
      readonly type: 'start';
      /** The id to give it, where `ourIds`; otherwise only a name for this deed. */
      readonly run: RunId;
      readonly repository: RepositoryId;
      readonly branch: BranchName;
      readonly commit: Sha;
      /** A `Workflow.id`; absent: the only one, or the first. */
      readonly workflow?: string;
      readonly inputs: Readonly<Record<string, string>>;
      readonly debug: boolean;
    }
  /** `job` is a `Job.id`. */
  | {
      readonly type: 'rerun';
      readonly run: CiRun;
      readonly what: 'all' | 'failed' | { readonly job: string };
      readonly debug: boolean;
    }
  | { readonly type: 'cancel'; readonly run: CiRun }
  | {
      readonly type: 'decide';
      readonly run: CiRun;
      readonly gate: Gate;
      readonly verdict: 'approved' | 'rejected';
      readonly comment: string;
    };

export interface LogWish {
  /** A `Job.id`. */
  readonly job?: string | undefined;
  readonly style?: 'plain' | 'sgr' | undefined;
}

export interface LogPiece {
  /** At most 64 KiB of text; without control sequences, but for colours where `sgr` was asked. Divided by `LogMark` lines. */
  readonly text: string;
  /** Bytes of the log, in the style that was asked, up to the end of `text`. */
  readonly next: number;
  readonly ended: boolean;
  /** Why there is no more of it yet, for people. */
  readonly note?: string;
}

/** A run that had not ended when the bridge stopped. */
export interface Unsettled {
  readonly run: CiRun;
  readonly handle?: string;
}

/** Something that runs a repository's tests for a commit. All failures are PlatformErrors. */
export interface CiProvider {
  readonly id: string;
  /** `ourIds`: a run has the id that we give it, and every report of it comes by `open`. */
  readonly can: CiCan & { readonly ourIds: boolean };
  /** What can be started for a branch; undefined where the repository is none of its own. */
  workflows(repository: RepositoryId, branch: BranchName): Promise<readonly Workflow[] | undefined>;
  /**
   * Does it, and answers with the run as it stands then. Where `ourIds`, a second start of the same run does nothing, and what becomes
   * of it is reported. Undefined: there was nothing to do, as with a run to be cancelled that has ended.
   */
  act(deed: CiDeed): Promise<CiReport | undefined>;
  /**
   * Asks the engine: for one run, as it stands now, with its jobs, its gates, and the evidence where it failed; or for the runs of a
   * repository that have changed since it was last asked so, which costs nothing where there are none. Empty where it knows nothing.
   */
  read(of: { readonly repository: RepositoryId } | { readonly run: RunId }): Promise<readonly CiReport[]>;
  /** The log from byte `from` on; undefined where there is none. */
  log(run: RunId, from: number, wish?: LogWish): Promise<LogPiece | undefined>;
  /**
   * Begins to report by itself, where the engine can. `receive` resolves once the report is committed; reports of one run come one at a time.
   * Each of `unsettled` is looked after, and reported as whatever became of it.
   */
  open(receive: (report: CiReport) => Promise<void>, unsettled: readonly Unsettled[]): Promise<() => Promise<void>>;
}
