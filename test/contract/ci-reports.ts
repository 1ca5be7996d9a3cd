import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import type { CiState } from '../../protocol/model/run.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import type { RunId } from '../../protocol/model/ids.ts';

/** A receiver that commits whatever comes, in its order, and can be waited on. */
export interface Reports {
  readonly receive: (report: CiReport) => Promise<void>;
  /** Takes in what was not pushed, but asked for. */
  note(report: CiReport): void;
  /** What was told of a run so far. */
  of(run: RunId): readonly CiReport[];
  states(run: RunId): readonly CiState[];
  /** The first report of a run that shows this state. */
  until(run: RunId, state: CiState): Promise<CiReport>;
  /** The report of a run's end. */
  end(run: RunId): Promise<CiReport>;
  /** Runs of which a report came while another was not committed yet. */
  readonly overlaps: readonly RunId[];
}

/** A receiver that takes a turn of the event loop for each report, or as long as `commit` does. */
export function collectReports(commit: (report: CiReport) => Promise<void> = aTurn): Reports {
  const all: CiReport[] = [];
  const open = new Set<RunId>();
  const overlaps: RunId[] = [];
  const waiting = new Set<() => void>();
  const first = async (fits: (report: CiReport) => boolean): Promise<CiReport> => {
    const { promise, resolve } = Promise.withResolvers<CiReport>();
    const look = () => {
      const found = all.find(fits);
      if (!found) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
    return promise;
  };
  const note = (report: CiReport) => {
    all.push(report);
    for (const look of waiting) look();
  };
  return {
    overlaps,
    note,
    async receive(report) {
      if (open.has(report.run)) overlaps.push(report.run);
      open.add(report.run);
      try {
        await commit(report);
      } finally {
        open.delete(report.run);
      }
      note(report);
    },
    of: (run) => all.filter((report) => report.run === run),
    states: (run) => all.filter((report) => report.run === run).map(({ state }) => state),
    until: async (run, state) => first((report) => report.run === run && report.state === state),
    end: async (run) => first((report) => report.run === run && hasEnded(report.state)),
  };
}

const aTurn = async (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
