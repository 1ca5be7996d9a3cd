import type { LogPiece } from '../../ports/ci-provider.ts';

/** A piece of a log has at most so many bytes. */
export const pieceBytes = 64 * 1024;

/** A colour is no longer: so far before a place one is looked for that reaches over it. */
export const colourBytes = 72;

const escape = 0x1b;
const endOfColour = 0x6d;

/** Up to 64 KiB of a clean log that is here as a whole, from byte `from` on; `complete`: nothing will be added to it any more. */
export function pieceOf(log: Uint8Array, from: number, complete: boolean): LogPiece {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const { text, end } = textFrom(bytes, Math.min(from, bytes.length));
  return { text, next: end, ended: complete && end >= bytes.length };
}

/** The text of a clean log's bytes from `from` on, and where it ends: at most 64 KiB, without characters and colours that a border cuts. */
export function textFrom(bytes: Buffer, from: number): { readonly text: string; readonly end: number } {
  const end = beforeCut(bytes, from, Math.min(bytes.length, from + pieceBytes));
  return { text: bytes.toString('utf8', Math.min(afterCut(bytes, from), end), end), end };
}

/** The place after what was begun before `from`. */
function afterCut(bytes: Buffer, from: number): number {
  const begun = from === 0 ? -1 : bytes.lastIndexOf(escape, from - 1);
  const ends = begun < 0 || begun < from - colourBytes ? -1 : bytes.indexOf(endOfColour, begun);
  if (ends >= from && ends - begun < colourBytes) return ends + 1;
  const skipped = [0, 1, 2, 3].find((at) => ((bytes[from + at] ?? 0) & 0xc0) !== 0x80) ?? 0;
  return from + skipped;
}

/** The place before what goes on after `end`. */
function beforeCut(bytes: Buffer, from: number, end: number): number {
  const begun = bytes.lastIndexOf(escape, end - 1);
  if (begun > from && begun >= end - colourBytes) {
    const ends = bytes.indexOf(endOfColour, begun);
    if (ends < 0 || ends >= end) return begun;
  }
  for (let back = 1; back <= Math.min(3, end - from); back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return length > back ? end - back : end;
  }
  return end;
}
