import { type FileHandle, open } from 'node:fs/promises';
import { cleanLog } from '../../reports/clean-log.ts';
import { maskOf } from '../../reports/mask.ts';

/** A log grows to this size; of what comes then only the end is kept. */
const mostMebibytes = 64;
const endCharacters = 8 * 1024;

/** Writes one run's log. When it cannot be written (a full disk), the run goes on without. */
export interface LogWriter {
  /** A line of our own: what is run, and how it ended. */
  line(text: string): Promise<void>;
  /** What a command printed: bytes, cut anywhere. */
  output(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Begins a log: of plain text only, without these secrets. */
export async function openLog(file: string, secrets: readonly string[], mebibytes = mostMebibytes): Promise<LogWriter> {
  const sheet = sheetOf(await open(file, 'w', 0o600).catch(() => undefined), mebibytes);
  const mask = maskOf(secrets);
  let clean = cleanLog('plain');
  return {
    async line(text) {
      const last = mask.push(clean.end()) + mask.flush();
      // What was cut off in one command's output says nothing of the next.
      clean = cleanLog('plain');
      await sheet.write(last);
      await sheet.write(`${sheet.midLine() ? '\n' : ''}${mask.push(clean.push(text))}${mask.flush()}\n`);
    },
    output: async (bytes) => sheet.write(mask.push(clean.push(bytes))),
    async close() {
      await sheet.write(mask.push(clean.end()) + mask.flush());
      await sheet.close();
    },
  };
}

/** A file that takes text until it is full. */
interface Sheet {
  write(text: string): Promise<void>;
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
      if (text === '') return;
      last = text.at(-1) ?? last;
      if (end === undefined && size + text.length <= mostBytes) await put(text);
      else end = ((end ?? '') + text).slice(-endCharacters);
    },
    midLine: () => last !== '\n',
    async close() {
      if (end !== undefined)
        await put(`\n[This log is longer than ${mebibytes} MiB. What follows is its end.]\n${end.toWellFormed()}`);
      await file?.close();
    },
  };
}
