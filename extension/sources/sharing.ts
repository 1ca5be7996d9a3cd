import type { Session } from '../../client/session.ts';
import type { Status } from '../../protocol/model/status.ts';
import type { Decision } from './share.ts';

/** Keeps the bridge told of what may leave, for as long as it may. */
export interface Sharing {
  /** Call it after each change of the branch, the wishes or the session. */
  look(): void;
  /** Sends exactly this, provided that the gate lets this branch out now; false where it does not. */
  send(status: Status): boolean;
  dispose(): void;
}

type Listener = Pick<Session, 'share'>;

export interface SharingOptions {
  readonly decision: () => Decision;
  readonly session: () => Listener | undefined;
  readonly after: (ms: number, work: () => void) => () => void;
}

const gatherMs = 300;

/** Changes that come together are sent together; a branch that may not be shared any more is taken back at once. */
export function createSharing({ decision, session, after }: SharingOptions): Sharing {
  let told: { readonly to: Listener; readonly what: string } | undefined;
  let stop: (() => void) | undefined;

  const tell = (to: Listener, status: Status | null): void => {
    const what = JSON.stringify(status);
    // A session begins without a branch, so there is nothing to take back from one that was never told any.
    if (told?.to === to ? told.what === what : status === null) return;
    told = { to, what };
    to.share(status);
  };
  const settle = (): void => {
    stop = undefined;
    const [to, now] = [session(), decision()];
    if (to) tell(to, 'share' in now ? now.share : null);
  };
  const cancel = (): void => {
    stop?.();
    stop = undefined;
  };

  return {
    look() {
      if ('share' in decision()) {
        stop ??= after(gatherMs, settle);
        return;
      }
      cancel();
      settle();
    },
    send(status) {
      const [to, now] = [session(), decision()];
      const same = 'share' in now && now.share.repository === status.repository && now.share.branch === status.branch;
      if (!to || !same) return false;
      tell(to, status);
      return true;
    },
    dispose: cancel,
  };
}
