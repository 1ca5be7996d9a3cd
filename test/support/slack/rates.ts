import type { Call } from './web-api.ts';

/** A call that was made although Slack had said to wait. */
export interface Violation {
  readonly bucket: string;
  readonly at: number;
}

/** How much Slack lets an app do, and how much it did. A bucket is a method, and for posting a method and a channel. */
export interface Rates {
  /** Counts a call; answers for how many seconds it is refused, where it is. */
  take(call: Call): number | undefined;
  /** Slack has said to wait. `holds`: until then it refuses. */
  shut(call: Call, seconds: number, holds: boolean): void;
  readonly violations: readonly Violation[];
  /** The most calls that each bucket got in any one minute. */
  busiest(): Readonly<Record<string, number>>;
}

const minute = 60_000;
/** https://docs.slack.dev/apis/web-api/rate-limits/ : calls a minute of the tiers, as the methods' own pages name these. */
const perMinute: Readonly<Record<string, number>> = {
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.open': 50,
  'users.info': 100,
  'views.publish': 100,
};
/** Messages may come faster than one a second for a moment; Slack does not say for how long. */
const burst = 5;

const bucketOf = ({ method, args }: Call): string =>
  method === 'chat.postMessage' ? `${method} ${String(args['channel'])}` : method;

/** With `enforced` it refuses what is too much, by the times that the calls bear; without, it only counts. */
export function createRates(enforced: boolean): Rates {
  const calls = new Map<string, number[]>();
  const granted = new Map<string, number[]>();
  const shut = new Map<string, { readonly until: number; readonly holds: boolean }>();
  const violations: Violation[] = [];
  const add = (map: Map<string, number[]>, bucket: string, at: number) => {
    const list = map.get(bucket) ?? [];
    list.push(at);
    map.set(bucket, list);
  };

  /** How long until the bucket has room: a second for each message beyond the burst, or until the minute's first call is a minute old. */
  function waitFor(bucket: string, method: string, at: number): number {
    const before = granted.get(bucket) ?? [];
    if (method === 'chat.postMessage') {
      let level = 0;
      let last = before.at(-60) ?? before[0] ?? at;
      for (const each of before.slice(-60)) {
        level = Math.max(0, level - (each - last) / 1000) + 1;
        last = each;
      }
      const room = burst - Math.max(0, level - (at - last) / 1000);
      return room >= 1 ? 0 : (1 - room) * 1000;
    }
    const most = perMinute[method];
    const first = most === undefined ? undefined : before.at(-most);
    return first !== undefined && at - first < minute ? first + minute - at : 0;
  }

  return {
    violations,
    take(call) {
      const bucket = bucketOf(call);
      const { at } = call;
      add(calls, bucket, at);
      const closed = shut.get(bucket);
      if (closed && at < closed.until) {
        violations.push({ bucket, at });
        if (closed.holds) return Math.ceil((closed.until - at) / 1000);
      }
      const waitMs = enforced ? waitFor(bucket, call.method, at) : 0;
      if (waitMs <= 0) {
        add(granted, bucket, at);
        return undefined;
      }
      const seconds = Math.max(1, Math.ceil(waitMs / 1000));
      shut.set(bucket, { until: at + seconds * 1000, holds: true });
      return seconds;
    },
    shut(call, seconds, holds) {
      shut.set(bucketOf(call), { until: call.at + seconds * 1000, holds });
    },
    busiest() {
      const most = (times: readonly number[]) =>
        times.reduce((found, at, index) => {
          const start = times.findIndex((each) => each > at - minute);
          return Math.max(found, index - start + 1);
        }, 0);
      return Object.fromEntries([...calls].map(([bucket, times]) => [bucket, most(times)]));
    },
  };
}
