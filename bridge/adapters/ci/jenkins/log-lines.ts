import type { LogStyle } from '../../../../reports/clean-log.ts';
import { safeLog } from '../../../../reports/safe-log.ts';

/** Makes a clean log of what Jenkins keeps, piece by piece. */
export interface ConsoleReader {
  push(bytes: Uint8Array): string;
  /** What is left where nothing more comes. */
  end(): string;
}

/* oxlint-disable no-control-regex -- they are what is looked for */
/** What Jenkins keeps in a log for its own pages: serialised, between a sequence that hides it and one that ends that. */
const annotation = /\x1b\[8mha:[A-Za-z0-9+/=]{0,100000}\x1b\[0m/g;
/* oxlint-enable no-control-regex */

const longestLine = 256 * 1024;

/** Reads a build's console: stages become groups that fold, what only Jenkins' pages need is left out, and its errors are marked. */
export function consoleReader(style: LogStyle, secrets: readonly string[]): ConsoleReader {
  const decoder = new TextDecoder('utf-8');
  const cleaner = safeLog(style, secrets);
  let rest = '';

  const take = (text: string): string => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) lines.push(rest);
    if (rest.length > longestLine) rest = '';
    return cleaner.push(lines.map(told).join(''));
  };
  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      const last = rest + decoder.decode();
      rest = '';
      return cleaner.push(last === '' ? '' : told(last)) + cleaner.end();
    },
  };
}

function told(raw: string): string {
  const line = raw.replaceAll(annotation, '').replace(/\r$/, '');
  if (!line.startsWith('[Pipeline] ')) return /^(?:ERROR|FATAL): /.test(line) ? `##[error] ${line}\n` : `${line}\n`;
  const stage = /^\[Pipeline\] \{ \((.{1,300})\)$/.exec(line)?.[1];
  if (stage !== undefined) return `##[group] ${stage}\n`;
  if (line === '[Pipeline] // stage') return '##[endgroup]\n';
  // Which step runs, its own output tells.
  return /^\[Pipeline\] (?:\/\/ )?\w+(?: \(hide\))?$|^\[Pipeline\] [{}]$|^\[Pipeline\] (?:Start|End) of Pipeline$/.test(
    line,
  )
    ? ''
    : `${line}\n`;
}
