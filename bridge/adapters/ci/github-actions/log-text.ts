import { setImmediate } from 'node:timers/promises';
import type { Step } from '../../../../protocol/model/run.ts';
import { cleanLog, type LogStyle } from '../../../../reports/clean-log.ts';
import { maskOf } from '../../../../secrecy/mask.ts';
import { stepMarks } from './step-marks.ts';

/** After so much the bridge does something else for a moment. */
const chunkBytes = 64 * 1024;

/** The time that GitHub puts before each line. The first line of a log begins with a mark of its own. */
const stamp = /^\ufeff?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z ?/;

/** How GitHub marks lines. Of others it only says that they are no ordinary output. */
const marked = /^##\[(group|endgroup|error|warning)\] ?/;

interface LogOrder {
  readonly bytes: Uint8Array;
  /** There is more of it than these bytes. */
  readonly cut: boolean;
  readonly steps: readonly Step[];
  readonly style: LogStyle;
  readonly secrets: readonly string[];
}

/** A job's log as people read it: clean, without the times, divided into its steps, and without these secrets. */
export async function logText({ bytes, cut, steps, style, secrets }: LogOrder): Promise<string> {
  const clean = cleanLog(style);
  const mask = maskOf(secrets);
  const told = lineReader(steps);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const out: string[] = [];
  /** The beginning of a line that has not ended. */
  let begun: string[] = [];

  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const [first = '', ...rest] = decoder.decode(bytes.subarray(from, from + chunkBytes), { stream: true }).split('\n');
    begun.push(first);
    const last = rest.pop();
    if (last !== undefined) {
      const lines = [begun.join(''), ...rest].map(told);
      begun = [last];
      out.push(mask.push(clean.push(`${lines.join('\n')}\n`)));
    }
    await setImmediate();
  }
  const end = begun.join('') + decoder.decode();
  if (end !== '') out.push(mask.push(clean.push(`${told(end)}\n`)));
  if (cut) out.push(mask.push(clean.push('[This log is longer. GitHub has the whole of it.]\n')));
  return out.join('') + mask.push(clean.end()) + mask.flush();
}

/** Takes the time from a line, makes its marks ours, and puts those of steps that begin with it before it. */
function lineReader(steps: readonly Step[]): (raw: string) => string {
  const marks = stepMarks(steps);
  let second = '';
  let secondAt = 0;
  return (raw) => {
    const found = stamp.exec(raw);
    const line = (found ? raw.slice(found[0].length) : raw).replace(marked, '##[$1] ');
    if (steps.length === 0) return line;
    // Many lines have the same second.
    if (found?.[1] !== undefined && found[1] !== second) {
      second = found[1];
      secondAt = Date.parse(`${second}Z`);
    }
    const at = found ? secondAt + Math.floor(Number(`0${found[2] ?? ''}`) * 1000) : undefined;
    const begin = marks(at, found ? raw.slice(found[0].length) : raw);
    return begin.length > 0 ? `${begin.join('\n')}\n${line}` : line;
  };
}

/**
 * What the steps that failed have printed, of a log that has been divided; of all steps where none did, or said nothing. What a step was to run,
 * which stands before what it printed, is left out: it may name errors that it only looks for.
 */
export function failedPart(log: string): string {
  const parts = log.split(/^(?=##\[step )/m);
  const failed = parts.filter((part) => /^##\[step (?:failed|timed-out)\]/.test(part) && part.trim().includes('\n'));
  return (failed.length > 0 ? failed : parts).map(printed).join('');
}

function printed(part: string): string {
  const text = part.replace(/^##\[step .*\n?/, '');
  const from = text.search(/^##\[group\] Run /m);
  const end = from < 0 ? -1 : text.indexOf('\n##[endgroup]', from);
  return end < 0 ? text : text.slice(0, from) + text.slice(end + 1).replace(/^.*\n?/, '');
}
