import { type LogStyle } from '../../../../reports/clean-log.ts';
import { safeLog } from '../../../../reports/safe-log.ts';

/** Makes a clean log of lines as Buildbot keeps them, piece by piece. */
export interface LineReader {
  push(lines: string): string;
  end(): string;
}

/** What Buildbot itself says of a command that matters to people; the rest of it shows the worker's folders and its environment. */
const ended = /^program finished with exit code (?!0$)/;
const broken = /^(?:command (?:timed out|interrupted)|process killed by signal|Upon execvpe)/;

/** Reads a log of this type. What a command printed has a letter before each line: `o` and `e` for its own, `h` for Buildbot's. */
export function lineReader(type: string, style: LogStyle, secrets: readonly string[]): LineReader {
  const cleaner = safeLog(style, secrets);
  const read = (line: string): string => {
    if (type !== 's') return `${line}\n`;
    const text = line.slice(1);
    if (!line.startsWith('h')) return `${text}\n`;
    if (broken.test(text)) return `##[error] ${text}\n`;
    // Not every command that fails fails its step.
    return ended.test(text) ? `${text}\n` : '';
  };
  return {
    push: (lines) => cleaner.push(lines.replace(/\n$/, '').split('\n').map(read).join('')),
    end: () => cleaner.end(),
  };
}
