import type { Socket, SocketEvents } from '../client/socket.ts';

/** The page's own WebSocket, as a session uses it. Frames that are not text are dropped. */
export function openPageSocket(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') events.received(data);
  });
  // An error is always followed by a close, which alone says more.
  socket.addEventListener('close', ({ code, reason }) => events.closed(code, reason));
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Where the bridge that served a page takes sockets. */
export const socketUrl = ({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string =>
  `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
