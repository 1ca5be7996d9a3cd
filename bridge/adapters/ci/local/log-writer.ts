import { type FileHandle, open, rm } from 'node:fs/promises';
import { plain } from '../../../../reports/clean-log.ts';
import { masked } from '../../../../secrecy/mask.ts';
import { safeLog } from '../../../../reports/safe-log.ts';

/** A log grows to this size; of what comes then only the end is kept. */
const mostMebibytes = 64;
const endCharacters = 8 * 1024;

/** Writes one run's log. When it cannot be written (a full disk), the run goes on without. */
export interface LogWriter {
  /** A line of our own: what is run, and how it ended. */
  line(text: string): Promise<void>;
  /** A mark that divides it, on a line of its own; the returned function says how that step ended. */
  step(name: string): Promise<(state: 'passed' | 'failed') => Promise<void>>;
  /** What a command printed: bytes, cut anywhere. */
  output(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Begins a log anew: of text and its colours only, without these secrets. */
export async function openLog(file: string, secrets: readonly string[], mebibytes = mostMebibytes): Promise<LogWriter> {
  // Another file, so that nobody takes places in the one before for places in this one.
  await rm(file, { force: true }).catch(() => {});
  const sheet = sheetOf(await open(file, 'w', 0o600).catch(() => undefined), mebibytes);
  let safe = safeLog('sgr', secrets);
  const line = async (text: string) => {
    const last = safe.end();
    // What was cut off in one command's output says nothing of the next.
    safe = safeLog('sgr', secrets);
    await sheet.write(last);
    return sheet.write(`${sheet.midLine() ? '\n' : ''}${masked(plain(text), secrets)}\n`);
  };
  return {
    async line(text) {
      await line(text);
    },
    async step(name) {
      const mark = (state: string) => `##[step ${state}] ${name}`;
      const end = await line(mark('running'));
      // In its place, and as long, so that places after it stay what they are.
      return async (state) => sheet.overwrite(end, `${mark(state)} \n`);
    },
    output: async (bytes) => {
      await sheet.write(safe.push(bytes));
    },
    async close() {
      await sheet.write(safe.end());
      await sheet.close();
    },
  };
}

/** A file that takes text until it is full. */
interface Sheet {
  /** Gives where it ends in the file; undefined where it is not there. */
  write(text: string): Promise<number | undefined>;
  /** Puts text in the place of what ends there. */
  overwrite(end: number | undefined, text: string): Promise<void>;
  midLine(): boolean;
  close(): Promise<void>;
}

function sheetOf(opened: FileHandle | undefined, mebibytes: number): Sheet {
  const mostBytes = mebibytes * 1024 * 1024;
  let file = opened;
  let size = 0;
  let last = '\n';
  let end: string | undefined;
  const put = async (text: string) => {
    const bytes = Buffer.from(text);
    size += bytes.length;
    try {
      await file?.writeFile(bytes);
    } catch {
      await file?.close().catch(() => {});
      file = undefined;
    }
  };
  return {
    async write(text) {
      if (text === '') return undefined;
      last = text.at(-1) ?? last;
      if (end === undefined && size + text.length <= mostBytes) {
        await put(text);
        return size;
      }
      end = ((end ?? '') + text).slice(-endCharacters);
      return undefined;
    },
    async overwrite(place, text) {
      const bytes = Buffer.from(text);
      if (place !== undefined) await file?.write(bytes, 0, bytes.length, place - bytes.length).catch(() => {});
    },
    midLine: () => last !== '\n',
    async close() {
      if (end !== undefined)
        await put(`\n[This log is longer than ${mebibytes} MiB. What follows is its end.]\n${end.toWellFormed()}`);
      await file?.close();
    },
  };
}
