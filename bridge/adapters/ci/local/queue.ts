import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { LocalCiConfig } from './config.ts';
import { pruneLogs } from './log-files.ts';
import { tellOf } from './reporter.ts';
import { doRun, type Run, type RunOrder } from './run.ts';
import { createStop } from './stop.ts';
import type { Worktrees } from './worktrees.ts';

/** So many runs wait, beside the one under way; whoever comes then may come again later. */
const mostWaiting = 20;
const comeAgainMs = 60_000;

/** So many runs are remembered, so that no attempt is made twice. */
const mostKnown = 1_000;

/** A run that was asked for here. */
interface Known {
  readonly order: RunOrder;
  /** The last that was told of it. */
  readonly report: CiReport;
}

/** The runs that are to be done, one at a time, in the order in which they came. */
export class Queue {
  readonly #config: LocalCiConfig;
  readonly #worktrees: Worktrees;
  readonly #receive: (report: CiReport) => Promise<void>;
  readonly #known = new Map<RunId, Known>();
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

  /** Takes an attempt in, once, and tells how its run stands. Refuses with a PlatformError. */
  add(order: RunOrder): CiReport {
    const known = this.#known.get(order.run);
    if (known && known.order.attempt >= order.attempt) return known.report;
    if (known && !hasEnded(known.report.state)) throw new PlatformError('refused', 'not_ended');
    if (this.#closing.signal.aborted) throw new PlatformError('unavailable', 'closed');
    if (this.#waiting.length >= mostWaiting) throw new PlatformError('limited', 'queue_full', comeAgainMs);
    const { run, attempt } = order;
    const queued: CiReport = { run, attempt, revision: 0, state: 'queued' };
    this.#know({ order, report: queued });
    this.#waiting = [...this.#waiting, { order, stop: createStop(), tell: this.#tell(order) }];
    this.#next();
    return queued;
  }

  /** Ends a run; false where it is not here, or at its end. */
  cancel(run: RunId): boolean {
    const waiting = this.#waiting.find(({ order }) => order.run === run);
    if (waiting) this.#drop(waiting, 'cancelled');
    return waiting !== undefined || (this.#underWay?.order.run === run && this.#underWay.stop.now('cancelled'));
  }

  /** A run that was asked for here; undefined of another. */
  known(run: RunId): Known | undefined {
    return this.#known.get(run);
  }

  /** Whether a run waits or is under way, so that its log is not complete. */
  holds(run: RunId): boolean {
    const known = this.#known.get(run);
    return known !== undefined && !hasEnded(known.report.state);
  }

  /** Ends all that is here, and resolves when that is told. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const run of this.#waiting) this.#drop(run, 'interrupted');
    this.#underWay?.stop.now('interrupted');
    await Promise.allSettled(this.#pending);
  }

  #tell(order: RunOrder): Run['tell'] {
    const { clock, log } = this.#config;
    const receive = async (report: CiReport) => {
      const { handle: _, ...rest } = report;
      this.#know({ order, report: rest });
      await this.#receive(report);
    };
    return tellOf({ receive, clock, log, closing: this.#closing.signal }, order.run, order.attempt);
  }

  #know(known: Known): void {
    this.#known.set(known.order.run, known);
    const [oldest] = this.#known.keys();
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
