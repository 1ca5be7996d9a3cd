import type { LogStyle } from '../../../../reports/clean-log.ts';
import type { BuildbotClient } from './client.ts';
import { type LineReader, lineReader } from './log-lines.ts';
import { LogChunks, type LogRow } from './schema.ts';

/** So many lines are asked for at once. */
const linesAtOnce = 4000;
/** Of a longer log the rest is to be read at Buildbot. */
const mostBytes = 8 * 1024 * 1024;
/** What was read stays, up to so much of all logs. */
const keptBytes = 48 * 1024 * 1024;

interface Kept {
  readonly reader: LineReader;
  readonly clean: Buffer[];
  lines: number;
  bytes: number;
  complete: boolean;
  reading: Promise<void>;
}

/** What was read of a log. */
interface ReadLog {
  readonly clean: readonly Buffer[];
  /** All of it was read, and nothing will be added to it. */
  readonly complete: boolean;
}

/** Reads a log as far as it goes now. Each line comes over once for a while. */
export type ReadLogOf = (row: LogRow, style: LogStyle) => Promise<ReadLog>;

export function createLogMemory(client: BuildbotClient, secrets: readonly string[]): ReadLogOf {
  const kept = new Map<string, Kept>();
  const keptOf = ({ logid, type }: LogRow, style: LogStyle): Kept => {
    const key = `${logid} ${style}`;
    const log = kept.get(key) ?? {
      reader: lineReader(type, style, secrets),
      clean: [],
      lines: 0,
      bytes: 0,
      complete: false,
      reading: Promise.resolve(),
    };
    kept.delete(key);
    kept.set(key, log);
    let all = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [other, { bytes }] of kept) {
      if (all <= keptBytes || other === key) break;
      kept.delete(other);
      all -= bytes;
    }
    return log;
  };
  return async (row, style) => {
    const log = keptOf(row, style);
    // One reader after another: each goes on from where the last has come to.
    const reading = log.reading.then(async () => readOn(client, row, log));
    log.reading = reading.catch(() => {});
    await reading;
    return log;
  };
}

async function readOn(client: BuildbotClient, { logid, num_lines: lines, complete }: LogRow, log: Kept): Promise<void> {
  const add = (text: string): void => {
    const bytes = Buffer.from(text);
    log.clean.push(bytes);
    log.bytes += bytes.length;
  };
  while (!log.complete && log.lines < lines && log.bytes <= mostBytes) {
    const limit = Math.min(linesAtOnce, lines - log.lines);
    const { logchunks } = await client.get(`/logs/${logid}/contents?offset=${log.lines}&limit=${limit}`, LogChunks);
    log.lines += limit;
    for (const { content } of logchunks) if (content !== '') add(log.reader.push(content));
  }
  const tooLong = log.bytes > mostBytes;
  if (log.complete || (!complete && !tooLong)) return;
  add(log.reader.end());
  if (tooLong) add("##[warning] The rest of this log is on the build's page.\n");
  log.complete = true;
}
