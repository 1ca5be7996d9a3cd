import type { IncomingMessage } from 'node:http';

/**
 * Who sends. The bridge listens on this machine only, so that others come through a front, which writes their address at the end of
 * `x-forwarded-for`; a program on this machine may lie there, and gains its own share of what is allowed by that.
 */
export function addressOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const forwarded = [headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim().slice(0, 60);
  return forwarded || (socket.remoteAddress ?? 'unknown');
}
