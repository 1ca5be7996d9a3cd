import { type FileHandle, open } from 'node:fs/promises';
import type { LogPiece } from '../../../ports/ci-provider.ts';
import type { LogStyle } from '../../../../reports/clean-log.ts';
import { colourBytes, pieceBytes, textFrom } from '../log-piece.ts';
import { missing } from './log-files.ts';

/** A place in a file, and the same place in the text without colours. */
interface Place {
  readonly raw: number;
  readonly plain: number;
}

/** Known places of one file, which is another when it was written anew. */
interface Places {
  readonly file: string;
  readonly known: readonly Place[];
}

const chunkBytes = 256 * 1024;
/** From one known place to the next. */
const strideBytes = 1024 * 1024;
const mostFiles = 50;

// oxlint-disable-next-line no-control-regex -- it is what is looked for
const colours = /\x1b\[[\d;:]*m/g;

/** Reads pieces of logs in either style. What it remembers is only where to begin. */
export function createLogReader(): (file: string, from: number, style: LogStyle) => Promise<LogPiece | undefined> {
  const places = new Map<string, Places>();
  const known = (path: string, file: string): readonly Place[] => {
    const found = places.get(path);
    return found?.file === file ? found.known : [{ raw: 0, plain: 0 }];
  };
  const remember = (path: string, all: Places): void => {
    places.delete(path);
    places.set(path, all);
    const [oldest] = places.keys();
    if (places.size > mostFiles && oldest !== undefined) places.delete(oldest);
  };
  return async (path, from, style) => {
    const handle = await open(path).catch(missing);
    if (!handle) return undefined;
    try {
      if (style === 'sgr') return await coloured(handle, from);
      const { ino, birthtimeMs } = await handle.stat();
      const file = `${ino} ${birthtimeMs}`;
      const read = await plainPiece(handle, from, known(path, file));
      remember(path, { file, known: read.known });
      return read.piece;
    } finally {
      await handle.close();
    }
  };
}

async function coloured(handle: FileHandle, from: number): Promise<LogPiece> {
  const { size } = await handle.stat();
  const begin = Math.min(from, size);
  const before = Math.min(begin, colourBytes);
  const bytes = await bytesAt(handle, begin - before, before + pieceBytes);
  const { text, end } = textFrom(bytes, Math.min(before, bytes.length));
  const next = begin - before + end;
  return { text, next, ended: next >= size };
}

async function plainPiece(
  handle: FileHandle,
  from: number,
  known: readonly Place[],
): Promise<{ readonly piece: LogPiece; readonly known: readonly Place[] }> {
  const places = [...known];
  let { raw, plain } = places.findLast((place) => place.plain <= from) ?? { raw: 0, plain: 0 };
  const found: Buffer[] = [];
  /** Where what was found begins, and how much that is. */
  let begin = plain;
  let length = 0;
  let atEnd = false;
  while (!atEnd && length <= pieceBytes) {
    const bytes = await bytesAt(handle, raw, chunkBytes);
    const whole = beforeCutColour(bytes);
    atEnd = bytes.length < chunkBytes;
    const text = Buffer.from(bytes.toString('latin1', 0, whole).replaceAll(colours, ''), 'latin1');
    raw += whole;
    plain += text.length;
    if (raw - (places.at(-1)?.raw ?? 0) >= strideBytes) places.push({ raw, plain });
    const wanted = text.subarray(Math.min(text.length, Math.max(0, from - (plain - text.length))));
    if (wanted.length === 0) continue;
    if (length === 0) begin = plain - wanted.length;
    found.push(wanted);
    length += wanted.length;
  }
  if (length === 0) return { piece: { text: '', next: plain, ended: true }, known: places };
  const { text, end } = textFrom(Buffer.concat(found), 0);
  return { piece: { text, next: begin + end, ended: atEnd && end === length }, known: places };
}

/** How many of the bytes are before a colour that goes on after them. */
function beforeCutColour(bytes: Buffer): number {
  const begun = bytes.lastIndexOf(0x1b);
  return begun >= 0 && begun > bytes.length - colourBytes && bytes.indexOf(0x6d, begun) < 0 ? begun : bytes.length;
}

async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
