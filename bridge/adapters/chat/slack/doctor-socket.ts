import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { Clock } from '../../../ports/clock.ts';
import { type Check, well, wrong } from '../../check.ts';
import { greeting } from '../../http/greeting.ts';

const name = 'Slack connection';
const Frame = z.object({ type: z.string(), reason: z.optional(z.string()) });

/** Opens one connection to the address that Slack gave, waits for its hello, and leaves. https://docs.slack.dev/apis/events-api/using-socket-mode/ */
export async function greet(url: string, clock: Clock, timeoutMs: number): Promise<Check> {
  const socket = new WebSocket(url, { handshakeTimeout: timeoutMs, maxPayload: 1 << 20, perMessageDeflate: false });
  const open =
    'Let this machine open WebSockets (wss, port 443) to slack.com; a proxy or firewall between may end them.';
  return greeting(socket, {
    clock,
    timeoutMs,
    frame: (text) => read(text) ?? well(name, 'says hello.'),
    none: (why) => wrong(name, `does not come up: ${why}.`, open),
  });
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
