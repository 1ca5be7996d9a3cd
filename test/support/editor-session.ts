import { createSession } from '../../client/create-session.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import type { OutboxItem } from '../../client/keep.ts';
import type { Credential, Session, SessionEvent } from '../../client/session.ts';
import { readLink } from '../../extension/connection/address.ts';
import { surroundingsOf } from '../../extension/connection/ws-socket.ts';
import { device } from './samples.ts';

/** A session as an editor has it: the real client over a real socket, and the real clock. */
export interface EditorSession {
  readonly session: Session;
  readonly events: readonly SessionEvent[];
  /** Resolves with the first event, past or to come, that fits. */
  until<T extends SessionEvent['type']>(
    type: T,
    fits?: (event: Extract<SessionEvent, { type: T }>) => boolean,
  ): Promise<Extract<SessionEvent, { type: T }>>;
}

/** Connects by a link of the bridge. It comes back within a tenth of a second where the bridge is gone for a while. */
export function openEditorSession(link: string, name = 'laptop'): EditorSession {
  const read = readLink(link);
  if ('wrong' in read) throw new Error(read.wrong);
  const events: SessionEvent[] = [];
  const waiting = new Set<() => void>();
  let kept: readonly OutboxItem[] = [];
  let counter = Date.now();
  const world = {
    now: () => Date.now(),
    // Little jitter: a test waits for itself only.
    chance: () => Math.random() * 0.2,
    after(ms: number, work: () => void) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
  const credential: Credential = { code: read.code ?? '' };
  const session = createSession({
    surroundings: surroundingsOf(read.origin, world),
    credential,
    device: { id: device(name), name: 'a test' },
    keep: { load: async () => kept, save: async (items) => void (kept = items) },
    mid: () => mintMid(Date.now(), crypto.getRandomValues(new Uint8Array(16))),
    counter: () => (counter += 1),
    firstWaitMs: 100,
    tell(event) {
      events.push(event);
      for (const look of waiting) look();
    },
  });
  session.start();
  return {
    session,
    events,
    until(type, fits = () => true) {
      return new Promise((resolve) => {
        const look = () => {
          for (const event of events) {
            if (event.type !== type || !fits(event as never)) continue;
            waiting.delete(look);
            resolve(event as never);
            return;
          }
        };
        waiting.add(look);
        look();
      });
    },
  };
}
