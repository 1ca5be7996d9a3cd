import { Mid } from './ids.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A UUIDv7 of the instant `now` and ten random bytes. With fewer bytes the rest are zero, and it can be guessed. */
export function mintMid(now: number, random: Uint8Array): Mid {
  const byte = (at: number): number => random[at] ?? 0;
  const time = hex(now, 12);
  const version = hex(0x70 | (byte(0) & 0x0f), 2) + hex(byte(1), 2);
  const variant = hex(0x80 | (byte(2) & 0x3f), 2) + hex(byte(3), 2);
  const node = [4, 5, 6, 7, 8, 9].map((at) => hex(byte(at), 2)).join('');
  return Mid.parse(`${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${node}`);
}
