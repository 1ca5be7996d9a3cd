import { cut } from './bounded.ts';

const mostLines = 20;
const mostCharacters = 500;

/** Of a longer log the end is looked at: what failed is said last. */
const lookedAt = 4 * 1024 * 1024;

/** Before and after a line that tells of an error. */
const before = 1;
const after = 3;

/** Words that tell why; a line that counts none of it (`0 errors`) tells nothing. */
const tells =
  /(?:^|[\s:[(])(?:error|Error|ERROR|fatal|Fatal|FATAL|panic|PANIC|FAILED|FAIL|Traceback|Segmentation fault|Killed|OOMKilled|✕|✗|✖|×|not ok)(?:[\s:[(!\]]|$)|\w(?:Error|Exception)\b|\berror TS\d|^##\[error\]|\bnpm ERR!|\b(?:No space left on device|command not found|Permission denied|Cannot find module|out of memory|cannot allocate memory|No such file or directory)\b/;
const none = /\b(?:0|no|zero) (?:errors?|failures?|failed)\b|\b(?:errors?|failures?|failed)[:=] ?0\b/i;

/** The first lines of a clean log that tell why it failed, with a little around each: at most 20. Where none does, the last lines. */
export function errorLines(log: string): string[] {
  const lines = linesOf(log);
  const chosen = new Set<number>();
  for (let at = 0; at < lines.length && chosen.size < mostLines; at += 1) {
    const line = (lines[at] ?? '').slice(0, mostCharacters);
    if (!tells.test(line) || none.test(line)) continue;
    for (let near = Math.max(0, at - before); near <= at + after && near < lines.length; near += 1) chosen.add(near);
  }
  if (chosen.size === 0) return shown(lines.slice(-mostLines));
  const order = [...chosen].toSorted((a, b) => a - b);
  return shown(order.slice(0, mostLines).map((at) => lines[at] ?? ''));
}

/** The last lines of a clean log that say something, at most 20. */
export const lastLines = (log: string): string[] => shown(linesOf(log).slice(-mostLines));

/** All lines that say something; what only divides a log does not. */
const linesOf = (log: string): readonly string[] =>
  log
    .slice(-lookedAt)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^##\[(?:step |group\]|endgroup\])/.test(line));

const shown = (lines: readonly string[]): string[] => lines.map((line) => cut(line.trimEnd(), mostCharacters));
