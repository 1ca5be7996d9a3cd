const quote = 0x22;
const backslash = 0x5c;
const openers: ReadonlySet<number> = new Set([0x7b, 0x5b]); // { [
const closers: ReadonlySet<number> = new Set([0x7d, 0x5d]); // } ]
const comma = 0x2c;
const colon = 0x3a;

/** Deeper than any delivery that we know, and far from what a parser minds. */
const deepest = 32;

/**
 * Why a text that parses as JSON may still mean different things to different readers: an object that names a key twice, or depth. One
 * pass over the bytes; undefined where there is nothing odd.
 */
export function jsonOddity(bytes: Uint8Array): string | undefined {
  /** For each open object the keys so far; for an array undefined. */
  const open: (Set<string> | undefined)[] = [];
  /** Whether the next string would be a key, if it stands in an object. */
  let keyNext = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      const end = endOfString(bytes, at);
      const keys = keyNext ? open.at(-1) : undefined;
      if (keys) {
        const key = textOf(bytes.subarray(at, end));
        if (keys.has(key)) return 'an object names a key twice';
        keys.add(key);
      }
      at = end - 1;
    } else if (openers.has(byte)) {
      open.push(byte === 0x7b ? new Set() : undefined);
      if (open.length > deepest) return `nested deeper than ${deepest}`;
      keyNext = byte === 0x7b;
    } else if (closers.has(byte)) open.pop();
    else if (byte === comma) keyNext = true;
    else if (byte === colon) keyNext = false;
  }
  return undefined;
}

/** Where a string ends that begins at `start`: behind its closing quote. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return Math.min(at + 1, bytes.length);
}

const decoder = new TextDecoder();

/** A string as a parser reads it: a key may be written with escapes, and is the same key. */
function textOf(quoted: Uint8Array): string {
  const text = decoder.decode(quoted);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
