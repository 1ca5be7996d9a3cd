import { createHash, timingSafeEqual } from 'node:crypto';
import type { RawDelivery } from '../../ports/hook.ts';

/**
 * Whether a delivery brings one of these secrets, as `Authorization: Bearer SECRET`, or as the password of `Basic` under whatever name:
 * for senders that can sign nothing. It does not show when a delivery was made, nor that its body is whole.
 */
export function bringsToken({ headers }: RawDelivery, secrets: readonly string[]): boolean {
  const found = /^(Bearer|Basic) +([!-~]{1,2000})$/i.exec(headers['authorization'] ?? '');
  const [, kind = '', said = ''] = found ?? [];
  const token = kind.toLowerCase() === 'basic' ? passwordIn(said) : said;
  // Each of them is compared, so that the time tells nothing.
  return secrets.map((secret) => secret !== '' && same(secret, token)).includes(true);
}

function passwordIn(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : '';
}

/** Takes the same time wherever two texts differ, and whatever their lengths. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
