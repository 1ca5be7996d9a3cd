import type { Annotation } from '../rows.ts';

/** `2026-11-23T10:00:00.0000000Z`, as a runner writes it. */
const stamp = (at: number) => new Date(at).toISOString().replace('Z', '0000Z');

const properties = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))]),
  );
const unescaped = (text: string) =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

const levels = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

function annotationOf(
  level: Annotation['annotation_level'],
  words: Record<string, string>,
  message: string,
): Annotation {
  const line = Number(words['line'] ?? 1);
  const column = words['col'] === undefined ? null : Number(words['col']);
  return {
    path: words['file'] ?? '.github',
    start_line: line,
    end_line: Number(words['endLine'] ?? line),
    start_column: column,
    end_column: words['endColumn'] === undefined ? column : Number(words['endColumn']),
    annotation_level: level,
    title: words['title'] ?? '',
    message: message,
    raw_details: '',
  };
}

/** Writes a job's log as a runner does: stamps, marks, masks; and takes the commands that a step prints. */
export function createJobLog(
  lines: string[],
  annotations: Annotation[],
  of: { now: () => number; debug: boolean; secrets: readonly string[]; changed: () => void },
) {
  const masks = of.secrets.filter((each) => each !== '');
  const write = (text: string): void => {
    const masked = masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), text);
    for (const line of masked.split(/\r?\n/)) lines.push(`${stamp(of.now())} ${line}`);
    of.changed();
  };
  function command(name: string, words: Record<string, string>, message: string): void {
    if (name === 'group') write(`##[group]${message}`);
    else if (name === 'endgroup') write('##[endgroup]');
    else if (name === 'add-mask') masks.push(message);
    else if (name === 'debug' && of.debug) write(`##[debug]${message}`);
    else if (name === 'error' || name === 'warning' || name === 'notice') {
      write(`##[${name}]${message}`);
      annotations.push(annotationOf(levels[name], words, message));
    }
  }
  return {
    write,
    debug(text: string): void {
      if (of.debug) write(`##[debug]${text}`);
    },
    /** A line that a step has printed. */
    printed(line: string): void {
      const found = /^\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line);
      if (found) command(found[1] ?? '', properties(found[2] ?? ''), unescaped(found[3] ?? ''));
      else write(line);
    },
    /** The runner's own complaint, which becomes an annotation without a place in the code. */
    fail(message: string): void {
      write(`##[error]${message}`);
      annotations.push(annotationOf('failure', { line: String(lines.length), title: '' }, message));
    },
  };
}
export type JobLog = ReturnType<typeof createJobLog>;
