import { createHmac, timingSafeEqual } from 'node:crypto';

const signed = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether one of the secrets signed exactly these bytes. GitHub's own client checks text, and would take for equal what only decodes to
 * the same; so the bytes are checked here. All secrets are tried, so that the time tells nothing. A header that came twice is none.
 */
export function isSigned(header: string | undefined, body: Uint8Array, secrets: readonly string[]): boolean {
  const said = signed.exec(header ?? '')?.[1];
  if (said === undefined) return false;
  const bytes = Buffer.from(said, 'hex');
  let found = false;
  for (const secret of secrets) {
    if (timingSafeEqual(createHmac('sha256', secret).update(body).digest(), bytes)) found = true;
  }
  return found;
}
