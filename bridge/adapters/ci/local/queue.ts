import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport, RunOrder } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { LocalCiConfig } from './config.ts';
import { pruneLogs } from './log-files.ts';
import { tellOf } from './reporter.ts';
import { doRun, type Run } from './run.ts';
import { createStop } from './stop.ts';
import type { Worktrees } from './worktrees.ts';

/** So many runs wait, beside the one under way; whoever comes then may come again later. */
const mostWaiting = 20;
const comeAgainMs = 60_000;

/** So many runs are remembered, so that none is done twice. */
const mostKnown = 1_000;

/** The runs that are to be done, one at a time, in the order in which they came. */
export class Queue {
  readonly #config: LocalCiConfig;
  readonly #worktrees: Worktrees;
  readonly #receive: (report: CiReport) => Promise<void>;
  readonly #known = new Set<RunId>();
  /** The runs of which more will be told, and logged. */
  readonly #open = new Set<RunId>();
  readonly #closing = new AbortController();
  /** What has to be told or done before the queue is closed. */
  readonly #pending = new Set<Promise<void>>();
  #waiting: readonly Run[] = [];
  #underWay: Run | undefined;

  constructor(config: LocalCiConfig, worktrees: Worktrees, receive: (report: CiReport) => Promise<void>) {
    this.#config = config;
    this.#worktrees = worktrees;
    this.#receive = receive;
  }

  /** Takes a run in, once. Refuses with a PlatformError. */
  add(order: RunOrder): void {
    if (this.#known.has(order.run)) return;
    if (this.#closing.signal.aborted) throw new PlatformError('unavailable', 'closed');
    if (this.#waiting.length >= mostWaiting) throw new PlatformError('limited', 'queue_full', comeAgainMs);
    this.#know(order.run);
    this.#waiting = [...this.#waiting, { order, stop: createStop(), tell: this.#tell(order) }];
    this.#next();
  }

  /** Ends a run; false where it is not here, or at its end. */
  cancel(run: RunId): boolean {
    const waiting = this.#waiting.find(({ order }) => order.run === run);
    if (waiting) this.#drop(waiting, 'cancelled');
    return waiting !== undefined || (this.#underWay?.order.run === run && this.#underWay.stop.now('cancelled'));
  }

  /** Whether a run waits or is under way, so that its log is not complete. */
  holds(run: RunId): boolean {
    return this.#open.has(run);
  }

  /** Ends all that is here, and resolves when that is told. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const run of this.#waiting) this.#drop(run, 'interrupted');
    this.#underWay?.stop.now('interrupted');
    await Promise.allSettled(this.#pending);
  }

  #tell({ run }: RunOrder): Run['tell'] {
    const { clock, log } = this.#config;
    const tell = tellOf({ receive: this.#receive, clock, log, closing: this.#closing.signal }, run);
    return async (told) => {
      if (hasEnded(told.state)) this.#open.delete(run);
      await tell(told);
    };
  }

  #know(run: RunId): void {
    this.#open.add(run);
    this.#known.add(run);
    const [oldest] = this.#known;
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Ends a run that has not begun. */
  #drop(run: Run, state: 'cancelled' | 'interrupted'): void {
    this.#waiting = this.#waiting.filter((each) => each !== run);
    this.#track(run.tell({ state, endedAt: this.#config.clock.now(), failures: [], lines: [] }));
  }

  #next(): void {
    const [run, ...others] = this.#waiting;
    if (this.#underWay || !run) return;
    this.#waiting = others;
    this.#underWay = run;
    this.#track(this.#do(run));
  }

  async #do(run: Run): Promise<void> {
    try {
      await doRun(this.#config, this.#worktrees, run);
      await pruneLogs(this.#config.logs);
    } finally {
      this.#underWay = undefined;
      this.#next();
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }
}
