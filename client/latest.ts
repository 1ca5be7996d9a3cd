import type { RoomId } from '../protocol/model/ids.ts';
import type { Answered, Ask, Failed } from './calls.ts';
import type { Surroundings } from './socket.ts';

/** Where something is told: one room, over one connection. */
export interface Place {
  readonly room: RoomId;
  readonly ask: Ask;
}

export interface LatestOptions<T> {
  readonly tell: (value: T, at: Place) => Promise<Answered<unknown>>;
  readonly after: Surroundings['after'];
  /** It was refused for good. */
  readonly refused: (why: Failed) => void;
  /** Whether it takes back what was told: that never waits. */
  readonly takesBack: (value: T) => boolean;
}

/** Tells the newest of something, one at a time; what was overtaken while another was on its way is never sent. */
export interface Latest<T> {
  want(value: T): void;
  /** A new session knows nothing of this device, so the last is told again. */
  online(at: Place): void;
  offline(): void;
}

const pauseMs = 5_000;
/** What follows on a refusal is mostly refused too, and a bridge ends the connection of who is refused too often. */
const refusedMs = 15_000;

export function createLatest<T>({ tell, after, refused, takesBack }: LatestOptions<T>): Latest<T> {
  let wanted: { readonly value: T } | undefined;
  let told: typeof wanted;
  let place: Place | undefined;
  let busy = false;
  let endPause: (() => void) | undefined;

  async function send(value: T, at: Place): Promise<void> {
    const answer = await tell(value, at);
    if (at !== place) return;
    busy = false;
    if (answer.ok) return pump();
    const final = answer.why === 'refused' && !answer.retryable;
    if (final) refused(answer);
    else told = undefined;
    endPause = after(final ? refusedMs : (answer.retryAfterMs ?? pauseMs), goOn);
    if (final && wanted && takesBack(wanted.value)) goOn();
  }

  function goOn(): void {
    endPause?.();
    endPause = undefined;
    pump();
  }

  function pump(): void {
    if (!place || !wanted || busy || endPause || told === wanted) return;
    busy = true;
    told = wanted;
    void send(wanted.value, place);
  }

  function offline(): void {
    place = told = undefined;
    busy = false;
    endPause?.();
    endPause = undefined;
  }

  return {
    want(value) {
      wanted = { value };
      if (takesBack(value)) goOn();
      else pump();
    },
    online(at) {
      offline();
      place = { ...at };
      pump();
    },
    offline,
  };
}
