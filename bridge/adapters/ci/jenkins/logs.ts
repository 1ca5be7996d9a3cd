import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiState } from '../../../../protocol/model/run.ts';
import type { LogPiece } from '../../../ports/ci-provider.ts';
import { addressOf } from '../../jenkins/job-path.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { LogStyle } from '../../../../reports/clean-log.ts';
import { pieceOf } from '../log-piece.ts';
import type { JenkinsClient } from './client.ts';
import { consoleReader, type ConsoleReader } from './log-lines.ts';
import type { Asked } from './read-build.ts';

/** Of a longer log the rest is to be read at Jenkins. */
const mostBytes = 8 * 1024 * 1024;
const keptLogs = 8;
const longestState = 12;

export interface Logs {
  piece(asked: Asked, state: CiState, from: number, style: LogStyle): Promise<LogPiece | undefined>;
  /** All that there is of the log. */
  whole(asked: Asked): Promise<string>;
}

interface Kept {
  readonly reader: ConsoleReader;
  readonly clean: Buffer[];
  /** Where Jenkins goes on: it counts what it leaves out too. */
  next: number;
  complete: boolean;
  reading: Promise<void>;
}

/** Reads consoles as they grow: each byte comes over once for a while. */
export function createLogs(client: JenkinsClient, secrets: readonly string[]): Logs {
  const kept = new Map<string, Kept>();
  const keptOf = (key: string, style: LogStyle): Kept => {
    const log = kept.get(key) ?? {
      reader: consoleReader(style, secrets),
      clean: [],
      next: 0,
      complete: false,
      reading: Promise.resolve(),
    };
    kept.delete(key);
    kept.set(key, log);
    const [oldest] = kept.keys();
    if (kept.size > keptLogs && oldest !== undefined) kept.delete(oldest);
    return log;
  };
  const read = async ({ spot, build }: Asked, style: LogStyle): Promise<Kept> => {
    const at = `${addressOf(spot.path)}/${build?.number}`;
    const log = keptOf(`${at} ${style}`, style);
    // One reader after another: each goes on from where the last has come to.
    const reading = log.reading.then(async () => readOn(client, at, log));
    log.reading = reading.catch(() => {});
    await reading;
    return log;
  };
  return {
    async piece(asked, state, from, style) {
      if (!asked.build) {
        const piece = pieceOf(Buffer.alloc(0), from, hasEnded(state));
        return piece.ended
          ? piece
          : { ...piece, note: asked.item?.why ? cut(asked.item.why, 300) : 'It is in the queue.' };
      }
      const log = await read(asked, style);
      return pieceOf(Buffer.concat([heading(asked, state), ...log.clean]), from, log.complete && hasEnded(state));
    },
    whole: async (asked) => Buffer.concat((await read(asked, 'plain')).clean).toString('utf8'),
  };
}

async function readOn(client: JenkinsClient, at: string, log: Kept): Promise<void> {
  if (log.complete) return;
  const answer = await client.bytes(`${at}/logText/progressiveText?start=${log.next}`, mostBytes);
  if (!answer) return;
  const { headers, bytes } = answer;
  const add = (text: string): void => void (text !== '' && log.clean.push(Buffer.from(text)));
  add(log.reader.push(bytes));
  const size = Number(headers.get('x-text-size') ?? Number.NaN);
  log.next = Number.isSafeInteger(size) ? Math.max(size, log.next) : log.next + bytes.length;
  const tooLong = bytes.length >= mostBytes || log.clean.reduce((sum, each) => sum + each.length, 0) > mostBytes;
  if (headers.get('x-more-data') === 'true' && !tooLong) return;
  add(log.reader.end());
  if (tooLong) add("##[warning] The rest of this log is on the build's page.\n");
  log.complete = true;
}

/** It is as long whatever the state, which changes while the log is read. */
const heading = ({ spot }: Asked, state: CiState): Buffer =>
  Buffer.from(`##[step ${state}] ${cut(spot.job.job, 200)}${' '.repeat(longestState - state.length)}\n`);
