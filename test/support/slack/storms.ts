import type { Fault } from './faults.ts';
import type { Call } from './web-api.ts';

/** What befalls a call in bad weather: nothing, HTTP 429, 500, a connection that is cut after the call was obeyed, or an answer that never comes. */
export type Weather = 'fine' | 'limited' | 'error' | 'reset' | 'hang';

/** For how long the weather is bad by the server's clock, and for which calls; each such call gets one of `mix` by chance. */
export interface Storm {
  readonly forMs: number;
  readonly mix: readonly Weather[];
  /** The name of a channel; all where there is none. */
  readonly channel?: string;
  readonly methods?: readonly string[];
  readonly seed?: number;
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator with the figures of Numerical Recipes. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const always = (storm: Storm): readonly string[] => storm.methods ?? ['chat.postMessage', 'chat.update'];

/** Keeps what weather there is, and says what it does to a call. */
export function createStorms() {
  let storms: { readonly storm: Storm; readonly until: number; readonly next: () => number }[] = [];
  return {
    begin: (storm: Storm, at: number) =>
      void storms.push({ storm, until: at + storm.forMs, next: chance(storm.seed ?? 1) }),
    end: () => void (storms = []),
    over({ at, method, args }: Call): Fault | undefined {
      storms = storms.filter((each) => each.until > at);
      const here = storms.find(
        ({ storm }) =>
          always(storm).includes(method) && (storm.channel === undefined || storm.channel === args['channel']),
      );
      if (!here) return undefined;
      const { mix } = here.storm;
      const weather = mix[Math.floor(here.next() * mix.length)] ?? 'fine';
      if (weather === 'fine') return undefined;
      if (weather === 'limited') return { type: 'limited', retryAfter: 1 + Math.floor(here.next() * 30) };
      return { type: 'lost', how: weather };
    },
  };
}
export type Storms = ReturnType<typeof createStorms>;
