import { projectPath } from '../../gitlab/project.ts';
import type { LogStyle } from '../../../../reports/clean-log.ts';
import type { Place } from './read-pipeline.ts';
import { traceReader, type TraceReader } from './trace.ts';

/** Of a longer log the rest is to be read at GitLab. */
const mostBytes = 8 * 1024 * 1024;
const keptLogs = 16;

/** What was read of one job's log. */
export interface Trace {
  readonly clean: readonly Buffer[];
  /** All of it was read after its job had ended. */
  readonly complete: boolean;
}

/** Reads one job's log as far as it goes now. What was read stays for a while, so that each byte comes over once. */
export type ReadTrace = (place: Place, job: number, ended: boolean, style: LogStyle) => Promise<Trace>;

interface Kept {
  readonly reader: TraceReader;
  readonly clean: Buffer[];
  raw: number;
  bytes: number;
  complete: boolean;
  reading: Promise<void>;
}

const done: Promise<void> = Promise.resolve();

export function createTraces(secrets: readonly string[]): ReadTrace {
  const kept = new Map<string, Kept>();

  const keptOf = (key: string, style: LogStyle): Kept => {
    const reader = () => traceReader(style, secrets);
    const log = kept.get(key) ?? { reader: reader(), clean: [], raw: 0, bytes: 0, complete: false, reading: done };
    kept.delete(key);
    kept.set(key, log);
    const [oldest] = kept.keys();
    if (kept.size > keptLogs && oldest !== undefined) kept.delete(oldest);
    return log;
  };
  return async (place, job, ended, style) => {
    const log = keptOf(`${place.project} ${job} ${style}`, style);
    // One reader after another: each goes on from where the last has come to.
    const reading = log.reading.then(async () => readOn(log, place, job, ended));
    log.reading = reading.catch(() => {});
    await reading;
    return log;
  };
}

async function readOn(log: Kept, { client, project }: Place, job: number, ended: boolean): Promise<void> {
  if (log.complete) return;
  const add = (text: string) => {
    if (text === '') return;
    const bytes = Buffer.from(text);
    log.clean.push(bytes);
    log.bytes += bytes.length;
  };
  const parts = await client.bytes(`${projectPath(project)}/jobs/${job}/trace`, log.raw);
  for await (const part of parts ?? []) {
    log.raw += part.byteLength;
    add(log.reader.push(part));
    if (log.bytes > mostBytes) break;
  }
  const tooLong = log.bytes > mostBytes;
  if (!ended && !tooLong) return;
  add(log.reader.end());
  if (tooLong) add("##[warning] The rest of this log is on the job's page.\n");
  log.complete = true;
}
