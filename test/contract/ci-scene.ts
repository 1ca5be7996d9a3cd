import { setTimeout as pause } from 'node:timers/promises';
import { mergeRun, newRun } from '../../bridge/domain/run.ts';
import type { CiDeed, CiProvider, CiReport, LogPiece, LogWish } from '../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import { type BranchName, type RepositoryId, RunId, type Sha } from '../../protocol/model/ids.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { collectReports, type Reports } from './ci-reports.ts';

/**
 * What a commit's workflow does. Each of the first three says `Grüße, 世界` at least a hundred times in coloured lines first; `hang` never
 * ends by itself. `half`: a job `good` passes and a job `bad` fails. `gate`: somebody has to say yes, then it passes. `input`: it takes a required
 * choice `greeting`, `hello` or `bye`, and says `greeting=hello`.
 */
export type Does = 'pass' | 'fail' | 'hang' | 'half' | 'gate' | 'input';

/** A provider that has not been opened, and commits for it to test. */
export interface CiScene {
  readonly provider: CiProvider;
  readonly repository: RepositoryId;
  /** `half` is asked for only where failed jobs or single ones can be run again, `gate` where gates can be answered, `input` where `inputs`. */
  commit(does: Does): Promise<{ readonly branch: BranchName; readonly commit: Sha; readonly workflow?: string }>;
  /** Whether workflows take inputs here. */
  readonly inputs?: boolean;
  /** How often a job of `half` has been run, at its engine. */
  ran?(job: 'good' | 'bad'): Promise<number>;
  /** Lets the engine go on and its news come in, between two looks: moves a clock, sends what deliveries there are. */
  tick?(): Promise<void>;
  close(): Promise<void>;
}

/** Nothing is waited for longer. */
const deadlineMs = 25_000;

/** A provider at work: all that is told of its runs comes together here, pushed or asked for. */
export interface WatchedCi extends Omit<CiScene, 'close'> {
  readonly reports: Reports;
  /** Does it, and notes the answer. */
  act(deed: CiDeed): Promise<CiReport | undefined>;
  /** A deed that starts a run of a commit of its own. */
  startOf(does: Does, inputs?: Readonly<Record<string, string>>): Promise<Extract<CiDeed, { type: 'start' }>>;
  /** Starts one, and gives the id that it has. */
  start(does: Does, inputs?: Readonly<Record<string, string>>): Promise<RunId>;
  told(run: RunId): readonly CiReport[];
  /** The run as its news, in their order, make it. */
  stand(run: RunId): CiRun;
  until(run: RunId, fits: (stand: CiRun) => boolean): Promise<CiRun>;
  /** The run when that attempt of it has ended. */
  end(run: RunId, attempt?: number): Promise<CiRun>;
  /** All of a log that has ended, piece after piece. */
  wholeLog(run: RunId, wish?: LogWish): Promise<string>;
  close(): Promise<void>;
}

/** A run as a card has it, of which this is known. */
export const cardRun = (provider: CiProvider, known: Pick<CiRun, 'run' | 'commit'> & Partial<CiRun>): CiRun => ({
  ...newRun({ provider: provider.id, workflow: 'tests', queuedAt: 1, ...known }),
  ...known,
});

/** Opens a scene's provider. */
export async function watch(scene: CiScene): Promise<WatchedCi> {
  const { provider, repository } = scene;
  const reports = collectReports();
  const end = await provider.open(reports.receive, []);
  let closed: Promise<void> | undefined;
  const close = async () => (closed ??= end());
  let runs = 0;
  const base = new Map<RunId, CiRun>();

  const told = (run: RunId) => reports.of(run);
  const stand = (run: RunId): CiRun => {
    const known = base.get(run);
    if (!known) throw new Error(`${run} was not started here`);
    return told(run).reduce(mergeRun, known);
  };
  const until = async (run: RunId, fits: (stand: CiRun) => boolean): Promise<CiRun> =>
    eventually(
      async () => {
        await scene.tick?.();
        if (!provider.can.ourIds) for (const report of await provider.read({ run })) reports.note(report);
        return stand(run);
      },
      (now) => fits(now),
    );
  const act = async (deed: CiDeed) => {
    const report = await provider.act(deed);
    if (report) reports.note(report);
    return report;
  };
  const startOf: WatchedCi['startOf'] = async (does, inputs = {}) => {
    runs += 1;
    const run = RunId.parse(`run-${runs}`);
    const { branch, commit, workflow } = await scene.commit(does);
    const of = { run, repository, branch, commit, ...(workflow !== undefined && { workflow }) };
    return { type: 'start', ...of, inputs, debug: false };
  };
  const watched: Omit<WatchedCi, keyof CiScene> = {
    reports,
    act,
    startOf,
    async start(does, inputs) {
      const deed = await startOf(does, inputs);
      const report = await act(deed);
      if (!report) throw new Error('a start has to answer with the run');
      const { commit, workflow = 'tests' } = deed;
      base.set(report.run, cardRun(provider, { run: report.run, commit, workflow }));
      return report.run;
    },
    told,
    stand,
    until,
    end: async (run, attempt = 1) => until(run, (now) => now.attempt === attempt && hasEnded(now.state)),
    wholeLog: async (run, wish) => wholeLog(provider, run, wish),
  };
  return { ...scene, ...watched, close };
}

async function wholeLog(provider: CiProvider, run: RunId, wish?: LogWish): Promise<string> {
  let text = '';
  for (let from = 0; ; ) {
    const at = from;
    const piece = await eventually(
      async () => provider.log(run, at, wish),
      (found) => found !== undefined && (found.text !== '' || found.ended),
    );
    from = checked(piece, at).next;
    text += piece?.text ?? '';
    if (piece?.ended) return text;
  }
}

function checked(piece: LogPiece | undefined, from: number): LogPiece {
  if (!piece) throw new Error('there is no log');
  const bytes = Buffer.byteLength(piece.text);
  if (piece.next - from !== bytes) throw new Error(`${bytes} bytes from ${from} on do not end at ${piece.next}`);
  if (bytes > 64 * 1024) throw new Error(`a piece of ${bytes} bytes`);
  return piece;
}

/** Looks until what is seen fits. An engine outside of us is asked: nothing else can be waited for. */
export async function eventually<T>(look: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (performance.now() > giveUpAt) throw new Error(`still waited for: ${JSON.stringify(seen)}`);
    await pause(15);
  }
}
