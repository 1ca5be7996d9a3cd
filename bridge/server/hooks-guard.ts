import type { Clock } from '../ports/clock.ts';
import { createBucket } from './limits.ts';

/** What senders of deliveries may ask of the bridge. */
export const hookLimits = {
  /** Bytes of one body. */
  bodyBytes: 10 * 1024 * 1024,
  /** Bytes of all bodies that are being read or worked on. */
  bodiesBytes: 24 * 1024 * 1024,
  /** Verified deliveries of one repository: a second, and at once. */
  perSecond: 50,
  atOnce: 500,
  /** Refused signatures of one address: a minute, and at once. */
  refusalsPerMinute: 60,
  refusalsAtOnce: 20,
  /** One line of the log tells of all refusals of so long. */
  logEveryMs: 10_000,
  /** The sender is told to come again where the store needs longer: the largest senders give up after ten seconds. */
  answerMs: 8_000,
  /** Where what was refused is still being sent, so many bytes and milliseconds of it are let run out, so that the answer is read. */
  lingerBytes: 256 * 1024,
  lingerMs: 1_000,
} as const;

export type HookLimits = { readonly [K in keyof typeof hookLimits]: number };

/** Bytes that one request has in memory. */
export interface Hold {
  /** False where there is no room for so many more. */
  add(bytes: number): boolean;
  /** All has come: from now on nobody else takes its place. */
  settle(): void;
  /** Gives all of them back. */
  end(): void;
}

export interface Budget {
  /** `yields` is called where the request has to give its place up: what it has is given back then. */
  hold(yields: () => void): Hold;
}

/**
 * Bounds what all requests together have in memory. Where there is no room, the largest that is still coming gives way to a smaller one:
 * so a few large bodies that never end keep no honest delivery out.
 */
export function createBudget(most: number): Budget {
  interface Place {
    bytes: number;
    readonly yields: () => void;
  }
  const coming = new Set<Place>();
  let taken = 0;

  function clear(place: Place): void {
    coming.delete(place);
    taken -= place.bytes;
    place.bytes = 0;
  }

  function makeRoom(bytes: number, wanting: Place): boolean {
    while (taken + bytes > most) {
      const [largest] = [...coming].toSorted((a, b) => b.bytes - a.bytes);
      if (!largest || largest.bytes <= wanting.bytes + bytes) return false;
      clear(largest);
      largest.yields();
    }
    return true;
  }

  return {
    hold(yields) {
      const place: Place = { bytes: 0, yields };
      coming.add(place);
      return {
        add(bytes) {
          if (!makeRoom(bytes, place)) return false;
          place.bytes += bytes;
          taken += bytes;
          return true;
        },
        settle: () => void coming.delete(place),
        end: () => clear(place),
      };
    },
  };
}

/** So many buckets are remembered; the one that was longest not used is forgotten first, and is full when it comes again. */
const mostBuckets = 2_000;

/** A bucket for each name: `take` answers 0, or the milliseconds until there is room. */
export function createBuckets(clock: Clock, perSecond: number, size: number): (name: string) => number {
  const buckets = new Map<string, ReturnType<typeof createBucket>>();
  return (name) => {
    const bucket = buckets.get(name) ?? createBucket(perSecond, size);
    buckets.delete(name);
    buckets.set(name, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > mostBuckets && oldest !== undefined) buckets.delete(oldest);
    return bucket.take(clock.now());
  };
}

/** Work of one key is done one after another, in the order in which it came. */
export function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key);
    const mine = before ? before.then(work) : work();
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}

/** Counts what is too frequent to be written down each time: answers how many there were since the last answer, once in `everyMs`. */
export function createSampler(clock: Clock, everyMs: number): () => number | undefined {
  let count = 0;
  let quietUntil = 0;
  return () => {
    count += 1;
    if (clock.now() < quietUntil) return undefined;
    const told = count;
    count = 0;
    quietUntil = clock.now() + everyMs;
    return told;
  };
}
