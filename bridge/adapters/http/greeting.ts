import type { WebSocket } from 'ws';
import type { Clock } from '../../ports/clock.ts';
import type { Check } from '../check.ts';

/** Whoever does not answer a goodbye is not waited for any longer. */
const goodbyeMs = 1_000;

/** What is looked for in a connection that was just begun. */
interface Wanted {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** What a frame shows; undefined where the next one is to be waited for. */
  frame(text: string): Check | undefined;
  /** Nothing came, and why. */
  none(why: string): Check;
}

/** Waits for the first frame that shows something, and leaves. */
export async function greeting(socket: WebSocket, wanted: Wanted): Promise<Check> {
  const { clock, timeoutMs } = wanted;
  const heard = Promise.withResolvers<Check>();
  const stop = clock.after(timeoutMs, () =>
    heard.resolve(wanted.none(`no hello within ${Math.round(timeoutMs / 1000)} s`)),
  );
  socket.on('error', (error) => heard.resolve(wanted.none('code' in error ? String(error.code) : 'it was refused')));
  socket.on('close', () => heard.resolve(wanted.none('it was closed')));
  socket.on('message', (data) => {
    const check = wanted.frame(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    if (check) heard.resolve(check);
  });
  try {
    return await heard.promise;
  } finally {
    stop();
    socket.once(
      'close',
      clock.after(goodbyeMs, () => socket.terminate()),
    );
    socket.close();
  }
}
