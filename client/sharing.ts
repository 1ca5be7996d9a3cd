import type { Mid, RoomId } from '../protocol/model/ids.ts';
import type { Status } from '../protocol/model/status.ts';
import type { Ask } from './calls.ts';
import type { Surroundings } from './socket.ts';

export interface SharingOptions {
  readonly mid: () => Mid;
  readonly counter: () => number;
  readonly after: Surroundings['after'];
  readonly log: (note: string) => void;
}

/** Shares the newest status, one at a time; what was overtaken while another was on its way is never sent. */
export interface Sharing {
  want(status: Status | null): void;
  /** A new session knows nothing of this device's branch, so the last status is told again. */
  online(room: RoomId, ask: Ask): void;
  offline(): void;
}

const pauseMs = 5_000;

export function createSharing({ mid, counter, after, log }: SharingOptions): Sharing {
  let wanted: { readonly status: Status | null } | undefined;
  let told: typeof wanted;
  let place: { readonly room: RoomId; readonly ask: Ask } | undefined;
  let busy = false;
  let endPause: (() => void) | undefined;

  async function send(status: Status | null, at: NonNullable<typeof place>): Promise<void> {
    const answer = await at.ask('status/share', { mid: mid(), room: at.room, counter: counter(), status });
    if (at !== place) return;
    busy = false;
    if (answer.ok) return pump();
    if (answer.why === 'refused' && !answer.retryable) {
      log(`The branch was not shared: ${answer.message}`);
      return pump();
    }
    told = undefined;
    endPause = after(answer.retryAfterMs ?? pauseMs, () => {
      endPause = undefined;
      pump();
    });
  }

  function pump(): void {
    if (!place || !wanted || busy || endPause || told === wanted) return;
    busy = true;
    told = wanted;
    void send(wanted.status, place);
  }

  function offline(): void {
    place = told = undefined;
    busy = false;
    endPause?.();
    endPause = undefined;
  }

  return {
    want(status) {
      wanted = { status };
      pump();
    },
    online(room, ask) {
      offline();
      place = { room, ask };
      pump();
    },
    offline,
  };
}
