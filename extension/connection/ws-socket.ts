import { WebSocket } from 'ws';
import type { Socket, SocketEvents, Surroundings } from '../../client/socket.ts';
import type { Origin } from './address.ts';

/** The clock, the timers and the chance of whoever runs this. */
export type World = Omit<Surroundings, 'open'>;

const frameLimit = 256 * 1024;
const openingLimitMs = 10_000;

/** A session's surroundings in Node. No redirect is followed: a token goes to the origin that it is for, or nowhere. */
export function surroundingsOf(origin: Origin, world: World): Surroundings {
  return { ...world, open: (events) => open(`${origin.replace(/^http/, 'ws')}/ws`, events) };
}

function open(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: frameLimit,
    handshakeTimeout: openingLimitMs,
  });
  let failure = '';
  socket.on('open', () => events.opened());
  socket.on('message', (data, isBinary) => {
    if (Buffer.isBuffer(data) && !isBinary) events.received(data.toString('utf8'));
    else socket.close(1003, 'bad_frame');
  });
  // Without a listener an error would end the extension host; with one, `close` follows and tells it.
  socket.on('error', (error) => {
    failure = error.message;
  });
  socket.on('close', (code, reason) => events.closed(code, reason.toString() || failure));
  return {
    send: (text) => socket.send(text, () => {}),
    close(code, reason) {
      socket.close(code, reason);
    },
  };
}
