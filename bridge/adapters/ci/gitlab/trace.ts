import { type LogStyle, plain } from '../../../../reports/clean-log.ts';
import { safeLog } from '../../../../reports/safe-log.ts';

/** Makes a clean log of what a runner has written, piece by piece. */
export interface TraceReader {
  push(bytes: Uint8Array): string;
  /** What is left where nothing more comes. */
  end(): string;
}

/* oxlint-disable no-control-regex -- they are what is looked for */
/** https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections */
const section =
  /(?:\x1b\[0K)*section_(start|end):\d{1,15}:([A-Za-z0-9_.-]{1,200})(?:\[[^\]\r\n]{0,200}\])?\r?(?:\x1b\[0K)*/g;
/* oxlint-enable no-control-regex */

/** Newer runners write the time before each line, and the stream: `+` where the line goes on from the one before. */
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z [0-9a-f]{2}[OE]([ +])/;

/** A line longer than this is given in parts: a runner need not ever end one. */
const longestLine = 256 * 1024;

/** Reads a job's log, without these secrets: sections become groups that fold, times before lines are left out, and the runner's last error is marked. */
export function traceReader(style: LogStyle, secrets: readonly string[]): TraceReader {
  const decoder = new TextDecoder('utf-8');
  const cleaner = safeLog(style, secrets);
  let rest = '';
  /** A line with a time, which the next one may go on from. */
  let held: string | undefined;

  const unstamped = (line: string): string[] => {
    const found = stamp.exec(line);
    const text = found ? line.slice(found[0].length) : line;
    if (found?.[1] === '+' && held !== undefined && held.length < longestLine) {
      held += text;
      return [];
    }
    const before = held === undefined ? [] : [held];
    held = found ? text : undefined;
    return found ? before : [...before, text];
  };
  const take = (text: string): string => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > longestLine) parts.push(rest);
    if (rest.length > longestLine) rest = '';
    return cleaner.push(lines(parts.flatMap(unstamped)));
  };
  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      const last = rest + decoder.decode();
      rest = '';
      const left = [...(last === '' ? [] : unstamped(last)), ...(held === undefined ? [] : [held])];
      held = undefined;
      return cleaner.push(lines(left)) + cleaner.end();
    },
  };
}

const lines = (whole: readonly string[]): string => whole.map((line) => `${marked(line)}\n`).join('');

/** A line with its sections as marks, each on a line of its own. */
function marked(line: string): string {
  if (!line.includes('section_')) return told(line);
  const out: string[] = [];
  let at = 0;
  let open: string | undefined;
  const text = (upTo: number) => {
    const between = line.slice(at, upTo);
    const said = plain(between).trim();
    if (open !== undefined) out.push(`##[group] ${said === '' ? open : said}`);
    else if (said !== '') out.push(told(between));
    open = undefined;
  };
  for (const found of line.matchAll(section)) {
    text(found.index);
    if (found[1] === 'end') out.push('##[endgroup]');
    else open = found[2];
    at = found.index + found[0].length;
  }
  if (at === 0) return told(line);
  text(line.length);
  return out.join('\n');
}

const told = (line: string): string =>
  line.includes('ERROR: Job failed') && plain(line).startsWith('ERROR: Job failed') ? `##[error] ${line}` : line;
