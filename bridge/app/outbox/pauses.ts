import type { Clock } from '../../ports/clock.ts';
import { createSteadyClock } from './steady-clock.ts';

/** Credentials are mended by a person, so they are tried at a person's pace. */
const probeMs = 60_000;

/**
 * [C6] Platforms that do not accept our credentials. Nothing is sent to such a one, but for one try a minute, until one shows that they are
 * accepted again.
 */
export interface Pauses {
  /** Whether the platform may not be called now. */
  blocks(platform: string): boolean;
  /** It is called now. While it is paused, that is the try, and until it is known how that went it blocks. */
  begin(platform: string): void;
  /** It has refused our credentials. Answers whether that is news. */
  refused(platform: string): boolean;
  /** It has accepted them. Answers whether that is news. */
  accepted(platform: string): boolean;
  /** A call has told nothing of them. */
  unclear(platform: string): void;
}

export function createPauses(wall: Clock): Pauses {
  const clock = createSteadyClock(wall);
  /** When a paused platform is tried; Infinity while it is being tried. */
  const tryAt = new Map<string, number>();
  const later = (platform: string): void => void tryAt.set(platform, clock.now() + probeMs);
  const trying = (platform: string): boolean => tryAt.get(platform) === Infinity;
  return {
    blocks: (platform) => (tryAt.get(platform) ?? 0) > clock.now(),
    begin(platform) {
      if (tryAt.has(platform)) tryAt.set(platform, Infinity);
    },
    refused(platform) {
      const news = !tryAt.has(platform);
      later(platform);
      return news;
    },
    // What was under way when it was paused tells nothing new.
    accepted: (platform) => trying(platform) && tryAt.delete(platform),
    unclear(platform) {
      if (trying(platform)) later(platform);
    },
  };
}
