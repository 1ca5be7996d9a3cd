import type { IncomingMessage } from 'node:http';
import type { Budget, Hold } from './hooks-guard.ts';

/** A body as it came: whole, over its limit, with no room for it now, or cut off by its sender. */
export type Body =
  /** `hold` is to be ended once nobody needs the bytes any more. */
  | { readonly type: 'whole'; readonly bytes: Uint8Array; readonly hold: Hold }
  | { readonly type: 'too-large' }
  | { readonly type: 'no-room' }
  | { readonly type: 'cut' };

/** Reads a request's body, at most `most` bytes of it: beyond that, and where the budget has no room, the reading stops. */
export function readBody(request: IncomingMessage, most: number, budget: Budget): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (body: Body): void => {
      request.off('data', take).off('end', whole).off('close', cut);
      if (body.type === 'whole') hold.settle();
      else {
        hold.end();
        request.pause();
      }
      discard(chunks);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) return end({ type: 'too-large' });
      if (!hold.add(chunk.length)) return end({ type: 'no-room' });
      return undefined;
    };
    const whole = (): void => end({ type: 'whole', bytes: Buffer.concat(chunks), hold });
    const cut = (): void => end({ type: 'cut' });
    const hold = budget.hold(() => end({ type: 'no-room' }));
    request.on('data', take).on('end', whole).on('close', cut);
  });
}

/**
 * Gives the memory of pieces back now: the collector sees no hurry in some dozens of MiB that lie outside of its heap, and whoever sends
 * large bodies again and again would have them all kept. A piece that shares its memory is left to it.
 */
function discard(chunks: Buffer[]): void {
  for (const { buffer, byteLength } of chunks.splice(0))
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** All headers of a request by name in lower case; the values of one that came twice are joined, so that nobody reads only one of them. */
export function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
