import { createHash } from 'node:crypto';
import type { CiReport } from '../../ports/ci-provider.ts';
import type { Heard, Hook, RawDelivery } from '../../ports/hook.ts';
import { decide } from '../decide.ts';
import { jsonOddity } from './json-oddity.ts';
import { afterReport, type ReportChange, reportChange } from './receive-report.ts';
import type { World } from '../world.ts';

/** What became of a delivery. But for `taken`, nothing was kept. */
export type Received =
  | { readonly type: 'unsigned' }
  | { readonly type: 'malformed'; readonly why: string }
  | { readonly type: 'ignored'; readonly event: string; readonly why: string }
  /** Its repository sends more than its share. */
  | { readonly type: 'limited'; readonly event: string; readonly retryAfterMs: number }
  /** It was taken before, under whatever delivery id. */
  | { readonly type: 'duplicate'; readonly event: string }
  | { readonly type: 'taken'; readonly event: string; readonly did: Did };

/** What a delivery did: `run`, it told of one; `refresh`, branches are asked about; `both`; or nothing that was new. */
export type Did = 'run' | 'refresh' | 'both' | 'nothing';

/** Under which a delivery is remembered, for whoever asks why something happened. */
export interface DeliveryOutcome {
  readonly event: string;
  /** The provider's own id, as it was sent: for people. */
  readonly delivery: string;
  readonly did: Did;
}

/** What keeps one sender from harming the others. */
export interface Pace {
  /** Counts one verified delivery of `source`: 0, or the milliseconds until there is room for one more. */
  readonly count: (source: string) => number;
  /** Does work of one key one after another, so that deliveries of one branch do not keep each other from committing. */
  readonly inTurn: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}

type News = Heard & { readonly type: 'heard' };

/**
 * Takes in a delivery. Resolves with `taken` once its effect and the key under which it happens once are committed, together ([W2], [W3]):
 * the key is the body, since ids of deliveries may be unsigned. Branches that moved are asked about after that; where the bridge dies
 * in between, the sweep finds them ([W5]). Fails as the store does, and then nothing was kept.
 */
export async function receiveDelivery(world: World, hook: Hook, raw: RawDelivery, pace: Pace): Promise<Received> {
  const heard = await hook.hear(raw);
  if (heard.type !== 'heard') return heard;
  const odd = jsonOddity(raw.body);
  if (odd !== undefined) return { type: 'malformed', why: odd };
  const source = `${hook.id}/${heard.report?.of?.repository ?? heard.moved?.repository ?? ''}`;
  const retryAfterMs = pace.count(source);
  if (retryAfterMs > 0) return { type: 'limited', event: heard.event, retryAfterMs };
  const digest = createHash('sha256').update(raw.body).digest('hex');
  const key = { id: `hook/${hook.id}/${heard.event}/${digest}`, hash: digest };
  const received = await pace.inTurn(laneOf(heard) ?? key.id, () => take(world, heard, key));
  heardFrom(world, hook);
  return received;
}

/** What two deliveries have in common that would change the same card; undefined for those that change none. */
function laneOf({ report }: News): string | undefined {
  return report && `${report.of?.repository ?? ''}\n${report.of?.branch ?? report.run}`;
}

/** What is told by a hook has to be asked for less often. */
function heardFrom(world: World, hook: Hook): void {
  for (const source of hook.sources) world.sources.heard(source);
}

async function take(world: World, heard: News, key: { readonly id: string; readonly hash: string }): Promise<Received> {
  const { event, id: delivery, report, moved, provider } = heard;
  const decided = await decide<{ did: Did; changed: ReportChange | undefined } | undefined>(world, async () => {
    const changed = report && provider !== undefined ? await reportChange(world, provider, report) : undefined;
    if (!changed && !moved && (await isStray(world, report))) return { answer: undefined };
    const did = effectOf(changed !== undefined, moved !== undefined);
    const outcome: DeliveryOutcome = { event, delivery: delivery.slice(0, 200), did };
    return { change: { ...changed?.change, at: world.clock.now(), key, outcome }, answer: () => ({ did, changed }) };
  });
  if (decided.state !== 'done') return { type: 'duplicate', event };
  // It is not remembered: when it comes again, its run may be known.
  if (!decided.value) return { type: 'ignored', event, why: 'it does not say what its run is for' };
  const { did, changed } = decided.value;
  if (changed) afterReport(world, changed);
  if (moved) world.refresher.mark(moved.repository, moved.branches);
  return { type: 'taken', event, did };
}

/** Whether a report is about a run of which nobody has told what it is for. */
async function isStray(world: World, report: CiReport | undefined): Promise<boolean> {
  return report !== undefined && !report.of && (await world.store.get('run', report.run)) === undefined;
}

function effectOf(run: boolean, refresh: boolean): Did {
  if (run) return refresh ? 'both' : 'run';
  return refresh ? 'refresh' : 'nothing';
}
