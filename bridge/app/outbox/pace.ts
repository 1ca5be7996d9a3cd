import type { ChatPlatform, Limit } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import { createSteadyClock } from './steady-clock.ts';

/** A call that is about to be made: of a chat, in a channel of it. */
export interface Call {
  readonly platform: ChatPlatform;
  readonly kind: keyof ChatPlatform['limits'];
  readonly channel: string;
}

/** When a chat may be called. Nothing is ever queued in it: what may not go now is asked about again. */
export interface Pace {
  /** Whether the call may be made now; if so, it counts as made, and is told of by `done`. */
  take(call: Call): boolean;
  /**
   * A call has come back. [C4] Where the chat wants us to wait, there is no call like this one for `holdMs`, and after that one at a time
   * until one was taken; other buckets go on.
   */
  done(call: Call, holdMs?: number): void;
  /** A call that was taken is not made after all. It counts nevertheless. */
  drop(call: Call): void;
  /** How long until the first of those that were refused since the last time that this was asked may be made; Infinity where none was. */
  nextMs(): number;
}

/** A little more than a minute, since a call arrives later than it starts, and one may be more late than another. */
const minuteMs = 61_000;

/** At most `perMinute` calls in any minute, `burst` of them at once. */
interface Bucket {
  /** From when on one more call may be made. */
  freeAt(now: number): number;
  take(now: number): void;
  heldUntil: number;
  underWay: number;
  /** It was held, and nothing has shown yet that it is free again. */
  careful: boolean;
}

/**
 * What a process before this one has sent in the last minute is not known, so the first minute begins as if the limit had been used up evenly.
 */
function createBucket({ perMinute, burst }: Limit, startedAt: number): Bucket {
  const spacingMs = minuteMs / perMinute;
  const made: number[] = [];
  /** When the steady stream of calls would make its next one. */
  let streamAt = startedAt;

  const drop = (now: number): void => {
    while (made[0] !== undefined && made[0] <= now - minuteMs) made.shift();
  };
  const before = (now: number): number =>
    Math.max(0, perMinute - 1 - Math.floor(Math.max(0, now - startedAt) / spacingMs));

  return {
    heldUntil: 0,
    underWay: 0,
    careful: false,
    freeAt(now) {
      drop(now);
      const steady = Math.floor(streamAt - (burst - 1) * spacingMs);
      const full = made.length + before(now) >= perMinute;
      const [oldest = Infinity] = made;
      const nextBefore = now - ((now - startedAt) % spacingMs) + spacingMs;
      const minute = full ? Math.min(oldest + minuteMs, before(now) > 0 ? nextBefore : Infinity) : 0;
      return Math.max(now, steady, minute, this.heldUntil);
    },
    take(now) {
      this.underWay += 1;
      made.push(now);
      streamAt = Math.max(streamAt, now) + spacingMs;
    },
  };
}

/** The pace that the platforms' own limits allow. */
export function createPace(wall: Clock): Pace {
  const clock = createSteadyClock(wall);
  const startedAt = clock.now();
  const buckets = new Map<string, Bucket>();
  let next = Infinity;

  function bucketOf({ platform, kind, channel }: Call): Bucket {
    const limit = platform.limits[kind];
    const name = JSON.stringify([platform.id, kind, limit.per === 'channel' ? channel : '']);
    const bucket = buckets.get(name) ?? createBucket(limit, startedAt);
    buckets.set(name, bucket);
    return bucket;
  }

  return {
    take(call) {
      const now = clock.now();
      const bucket = bucketOf(call);
      // Whatever is under way tells us when it comes back.
      if (bucket.careful && bucket.underWay > 0) return false;
      const freeAt = bucket.freeAt(now);
      if (freeAt <= now) bucket.take(now);
      else next = Math.min(next, freeAt);
      return freeAt <= now;
    },
    done(call, holdMs) {
      const bucket = bucketOf(call);
      bucket.underWay -= 1;
      bucket.careful = holdMs !== undefined;
      if (holdMs !== undefined) bucket.heldUntil = Math.max(bucket.heldUntil, clock.now() + holdMs);
    },
    drop(call) {
      bucketOf(call).underWay -= 1;
    },
    nextMs() {
      const ms = next - clock.now();
      next = Infinity;
      return ms;
    },
  };
}
