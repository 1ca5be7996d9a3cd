import type { LogPiece } from '../../ports/ci-provider.ts';

/** A piece of a log has at most so many bytes. */
export const pieceBytes = 64 * 1024;

/** Up to 64 KiB of a clean log that is here as a whole, from byte `from` on, between characters; `ended` where that is its end, too. */
export function pieceOf(log: Uint8Array, from: number, complete: boolean): LogPiece {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const read = bytes.subarray(Math.min(from, bytes.length), from + pieceBytes);
  const piece = wholeCharacters(read);
  const next = Math.min(from, bytes.length) + piece.end;
  return { text: piece.text, next, ended: complete && next >= bytes.length };
}

/** The text of bytes that were cut anywhere, without characters that were cut; `end` is where it ends in them. */
export function wholeCharacters(bytes: Buffer): { readonly text: string; readonly end: number } {
  const begin = [0, 1, 2, 3].find((at) => ((bytes[at] ?? 0) & 0xc0) !== 0x80) ?? 0;
  const end = beforeCutCharacter(bytes);
  return { text: bytes.subarray(begin, end).toString('utf8'), end };
}

function beforeCutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.at(-back) ?? 0;
    if (byte < 0x80) return bytes.length;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
