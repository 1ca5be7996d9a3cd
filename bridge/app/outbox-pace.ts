import type { ChatPlatform, Limit } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';

/** A call that is about to be made: of a chat, in a channel of it. */
export interface Call {
  readonly platform: ChatPlatform;
  readonly kind: keyof ChatPlatform['limits'];
  readonly channel: string;
}

/** When a chat may be called. Nothing is ever queued in it: what may not go now is asked about again. */
export interface Pace {
  /** Whether the call may be made now; if so, it counts as made. */
  take(call: Call): boolean;
  /** [C4] No call like this one before `until`; other buckets go on. */
  hold(call: Call, until: number): void;
  /** When the first of those that were refused since the last time that this was asked may be made; Infinity where none was. */
  nextAt(): number;
}

/** A little more than a minute, since a call arrives later than it starts, and one may be more late than another. */
const minuteMs = 61_000;

/** At most `perMinute` calls in any minute, `burst` of them at once. */
interface Bucket {
  /** From when on one more call may be made. */
  freeAt(now: number): number;
  take(now: number): void;
  heldUntil: number;
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
      made.push(now);
      streamAt = Math.max(streamAt, now) + spacingMs;
    },
  };
}

/** The pace that the platforms' own limits allow. */
export function createPace(clock: Clock): Pace {
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
      const freeAt = bucket.freeAt(now);
      if (freeAt <= now) bucket.take(now);
      else next = Math.min(next, freeAt);
      return freeAt <= now;
    },
    hold(call, until) {
      const bucket = bucketOf(call);
      bucket.heldUntil = Math.max(bucket.heldUntil, until);
    },
    nextAt() {
      const at = next;
      next = Infinity;
      return at;
    },
  };
}
