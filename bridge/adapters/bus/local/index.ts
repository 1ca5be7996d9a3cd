import type { Bus, News } from '../../../ports/bus.ts';

interface Ear {
  readonly hear: (news: News) => void;
}

/** Outside of every caller, so that a broken listener is seen by the root and never by whoever told the news. */
function throwAlone(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/**
 * A bus within one process: all have heard the news when `tell` returns. News told by a listener waits until everybody has
 * heard the one before. What a listener throws goes to `onError`, and without one is thrown alone, as a bug.
 */
export function createLocalBus({ onError = throwAlone }: { readonly onError?: (error: unknown) => void } = {}): Bus {
  const ears = new Set<Ear>();
  const untold: News[] = [];
  let telling = false;

  function tellAll(news: News): void {
    for (const ear of Array.from(ears)) {
      if (!ears.has(ear)) continue;
      try {
        ear.hear(news);
      } catch (error) {
        onError(error);
      }
    }
  }

  return {
    tell(news) {
      untold.push(news);
      if (telling) return;
      telling = true;
      try {
        for (let next = untold.shift(); next; next = untold.shift()) tellAll(next);
      } finally {
        telling = false;
      }
    },
    listen(listener) {
      const ear = { hear: listener };
      ears.add(ear);
      return () => {
        ears.delete(ear);
      };
    },
  };
}
