import type { RunId } from '../../../protocol/model/ids.ts';

/** Which log is meant, and what to call it. */
export interface LogName {
  readonly run: RunId;
  /** A job's id; absent: that of the whole run, or of the job that the bridge takes for the first to look at. */
  readonly job?: string | undefined;
  readonly title?: string | undefined;
}
