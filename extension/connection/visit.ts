import type { OutboxKeep } from '../../client/keep.ts';
import type { Session, SessionOptions } from '../../client/session.ts';
import { tooLate } from '../../client/words.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import type { Bridge } from './uplink.ts';
import { surroundingsOf, type World } from './ws-socket.ts';

export interface VisitOptions extends Pick<SessionOptions, 'mid' | 'device'> {
  readonly createSession: (options: SessionOptions) => Session;
  readonly world: World;
}

/** What was done there; or how the connection stood where nothing could be done. */
export type Visited<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly connection: Connection };

const limitMs = 15_000;
const nothing: OutboxKeep = { load: async () => [], save: async () => undefined };

/** Connects to a bridge for one errand, beside whatever this window is connected to, seen by nobody; then it leaves. It tries once. */
export async function visit<T>(
  { origin, credential }: Bridge,
  { createSession, world, ...as }: VisitOptions,
  errand: (session: Session) => Promise<T>,
): Promise<Visited<T>> {
  const arrival = Promise.withResolvers<Connection>();
  const session = createSession({
    ...as,
    surroundings: surroundingsOf(origin, world),
    credential,
    keep: nothing,
    counter: () => world.now(),
    seen: () => false,
    tell(event) {
      if (event.type === 'connection' && event.connection.state !== 'connecting') arrival.resolve(event.connection);
    },
  });
  const late: Connection = { state: 'offline', since: world.now(), reason: tooLate };
  const stop = world.after(limitMs, () => arrival.resolve(late));
  try {
    session.start();
    const connection = await arrival.promise;
    return connection.state === 'online' ? { ok: true, value: await errand(session) } : { ok: false, connection };
  } finally {
    stop();
    session.close();
  }
}
