import { PlatformError } from '../../ports/platform-error.ts';
import { isLoopback } from './config.ts';
import { toPlatformError } from './failure.ts';

/** The first bytes of what was asked for. `cut`: there are more of them. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

/** Names and addresses that only somebody inside would ask: no store of logs has one. */
const inside = /^[\d.]+$|^\[|(?:^|\.)(?:localhost|local|internal|localdomain|lan|home|corp)\.?$|^[^.]*$/i;

/**
 * The place that an answer sends us to: by https and with a public name, or the API's own host. While the API is on this machine, so
 * may the place be. Anything else is refused, and was not asked.
 */
export function redirectedTo(location: unknown, api: URL): URL {
  const url = typeof location === 'string' ? URL.parse(location) : null;
  if (!url) throw new PlatformError('unavailable', 'redirect_without_a_place');
  const allowed =
    url.protocol === 'https:'
      ? url.hostname === api.hostname || !inside.test(url.hostname)
      : url.protocol === 'http:' && isLoopback(api) && isLoopback(url);
  if (!allowed || url.username !== '' || url.password !== '')
    throw new PlatformError('refused', 'redirect_not_followed');
  return url;
}

/** Reads at most `maxBytes`, until it is told to stop, and lets go of the rest. */
export async function readBounded(body: unknown, maxBytes: number, signal: AbortSignal): Promise<Download> {
  if (!(body instanceof ReadableStream)) return { bytes: new Uint8Array(), cut: false };
  const reader = body.getReader();
  const letGo = () => void reader.cancel().catch(() => undefined);
  const parts: Uint8Array[] = [];
  let size = 0;
  signal.addEventListener('abort', letGo, { once: true });
  try {
    for (let next = await reader.read(); !next.done && size <= maxBytes; next = await reader.read()) {
      if (!(next.value instanceof Uint8Array)) continue;
      parts.push(next.value.subarray(0, Math.max(0, maxBytes - size)));
      size += next.value.length;
    }
  } catch (error) {
    throw toPlatformError(error, false);
  } finally {
    signal.removeEventListener('abort', letGo);
    letGo();
  }
  if (signal.aborted) throw new PlatformError('unavailable', 'timeout');
  return { bytes: Buffer.concat(parts), cut: size > maxBytes };
}

/** How one place is asked: of what it answers, only this is looked at. */
export type Fetch = (url: URL, signal: AbortSignal) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Fetches what an answer has sent us to, with nothing of ours but the address: no credentials, and no second redirect. */
export async function fetchBounded(ask: Fetch, url: URL, maxBytes: number, signal: AbortSignal): Promise<Download> {
  try {
    const { status, body } = await ask(url, signal);
    if (status === 200) return await readBounded(body, maxBytes, signal);
    if (body instanceof ReadableStream) await body.cancel().catch(() => undefined);
    throw new PlatformError(status === 404 || status === 410 ? 'gone' : 'unavailable', `http_${status}`);
  } catch (error) {
    throw toPlatformError(error, false);
  }
}
