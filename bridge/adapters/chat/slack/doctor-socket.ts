import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { Clock } from '../../../ports/clock.ts';
import { type Check, well, wrong } from '../../check.ts';

const name = 'Slack connection';
/** Whoever does not answer a goodbye is not waited for any longer. */
const goodbyeMs = 1_000;
const Frame = z.object({ type: z.string(), reason: z.optional(z.string()) });

/** Opens one connection to the address that Slack gave, waits for its hello, and leaves. https://docs.slack.dev/apis/events-api/using-socket-mode/ */
export async function greet(url: string, clock: Clock, timeoutMs: number): Promise<Check> {
  const heard = Promise.withResolvers<Check>();
  const none = (why: string): void =>
    heard.resolve(
      wrong(
        name,
        `does not come up: ${why}.`,
        'Let this machine open WebSockets (wss, port 443) to slack.com; a proxy or firewall between may end them.',
      ),
    );
  const socket = new WebSocket(url, { handshakeTimeout: timeoutMs, maxPayload: 1 << 20, perMessageDeflate: false });
  const stop = clock.after(timeoutMs, () => none(`no hello within ${Math.round(timeoutMs / 1000)} s`));
  socket.on('error', (error) => none('code' in error ? String(error.code) : 'it was refused'));
  socket.on('close', () => none('it was closed'));
  socket.on('message', (data) =>
    heard.resolve(read(Buffer.isBuffer(data) ? data.toString('utf8') : '') ?? well(name, 'says hello.')),
  );
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

/** What the first frame says, where it is no hello. */
function read(text: string): Check | undefined {
  const frame = Frame.safeParse(parsed(text));
  if (!frame.success)
    return wrong(name, 'answers what is not Slack’s.', 'See what stands between this machine and Slack.');
  if (frame.data.type !== 'disconnect') return undefined;
  return frame.data.reason === 'too_many_websockets'
    ? wrong(name, 'is one too many: ten are open already.', 'Stop other programs that use this app’s token.')
    : wrong(
        name,
        `is ended at once (${frame.data.reason ?? 'no reason'}).`,
        'See that Socket Mode is on in the app’s settings.',
      );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
