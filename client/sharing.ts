import type { Mid, RoomId } from '../protocol/model/ids.ts';
import type { Status } from '../protocol/model/status.ts';
import type { Ask, Failed } from './calls.ts';
import { createLatest } from './latest.ts';
import type { Appearance } from './session.ts';
import type { Surroundings } from './socket.ts';

export interface SharingOptions {
  readonly mid: () => Mid;
  readonly counter: () => number;
  readonly after: Surroundings['after'];
  readonly log: (note: string) => void;
  /** Told why the room does not take this branch. */
  readonly unshared: (message: string) => void;
}

/** What this device tells of itself: the status of its branch, and how it appears. Of each, the newest alone. */
export interface Sharing {
  share(status: Status | null): void;
  appear(how: Appearance): void;
  online(room: RoomId, ask: Ask): void;
  offline(): void;
}

export function createSharing({ mid, counter, after, log, unshared }: SharingOptions): Sharing {
  const refused =
    (what: string) =>
    ({ slug, message }: Failed): void => {
      log(`${what}: ${message}`);
      if (slug === 'forbidden_or_missing') unshared(message);
    };
  const statuses = createLatest<Status | null>({
    after,
    refused: refused('The branch was not shared'),
    takesBack: (status) => status === null,
    tell: (status, { room, ask }) => ask('status/share', { mid: mid(), room, counter: counter(), status }),
  });
  const appearances = createLatest<Appearance>({
    after,
    refused: refused('How this window appears was not told'),
    takesBack: ({ seen, on, files }) => !seen || (!on && !files),
    tell: (how, { room, ask }) => ask('presence/appear', { ...how, room }),
  });
  return {
    share: (status) => statuses.want(status),
    appear: (how) => appearances.want(how),
    online(room, ask) {
      // First, so that whoever does not want to be seen is not, and a branch is not shown twice.
      appearances.online({ room, ask });
      statuses.online({ room, ask });
    },
    offline() {
      appearances.offline();
      statuses.offline();
    },
  };
}
