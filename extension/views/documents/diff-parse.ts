import { pathOf, withoutPrefixes } from './diff-paths.ts';

/** A stretch of a file before and after. Each line has its own end, but for a last one that has none. Lines start at 1. */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly heading: string;
  readonly lines: readonly { readonly kind: 'same' | 'old' | 'new'; readonly text: string }[];
}

/** What a diff says of one file. A path is absent on the side on which there is no such file. */
export interface FileDiff {
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly hunks: readonly Hunk[];
}

const mostFiles = 100;
const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)$/;

interface Draft {
  oldPath: string | undefined;
  newPath: string | undefined;
  /** Of git's own line, where `---` and `+++` are missing. */
  named: boolean;
  readonly hunks: Hunk[];
}

/** Reads a unified diff, git's or another's: what is around it is passed over, and what cannot be shown as text has no hunks. */
export function parseDiff(text: string): readonly FileDiff[] {
  const lines = text.split('\n');
  const files: Draft[] = [];
  let file: Draft | undefined;
  for (let at = 0; at < lines.length; ) {
    const line = (lines[at] ?? '').replace(/\r$/, '');
    const found = header.exec(line);
    if (found && file) {
      const { hunk, next } = readHunk(lines, at + 1, found);
      file.hunks.push(hunk);
      at = next;
      continue;
    }
    const begun = beginning(line, lines[at + 1] ?? '', file);
    if (begun) {
      if (files.length >= mostFiles) break;
      file = begun.draft;
      files.push(file);
    } else if (file) readHeader(line, file);
    at += begun?.lines ?? 1;
  }
  return files.map(finished).filter(({ oldPath, newPath }) => oldPath !== undefined || newPath !== undefined);
}

/** Where another file begins: at git's own line, or where `---` and `+++` follow each other without one. */
function beginning(line: string, next: string, file: Draft | undefined): { draft: Draft; lines: number } | undefined {
  const draft: Draft = { oldPath: undefined, newPath: undefined, named: false, hunks: [] };
  if (line.startsWith('diff --git ')) {
    const [old, made] = gitNames(line.slice('diff --git '.length)) ?? [];
    return { draft: Object.assign(draft, { oldPath: old, newPath: made, named: true }), lines: 1 };
  }
  if (!line.startsWith('--- ') || !next.startsWith('+++ ')) return undefined;
  const paths = { oldPath: pathOf(line.slice(4)), newPath: pathOf(next.replace(/\r$/, '').slice(4)) };
  if (file?.named && file.hunks.length === 0) {
    Object.assign(file, paths);
    return undefined;
  }
  return { draft: Object.assign(draft, paths), lines: 2 };
}

/** Both names of git's line. They may hold blanks, so without quotes they are told apart by being the same behind their prefixes. */
function gitNames(names: string): readonly [string, string] | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(names);
  if (quoted?.[1] && quoted[2]) return [pathOf(quoted[1]) ?? '', pathOf(quoted[2]) ?? ''];
  const half = (names.length - 1) / 2;
  const [old, made] = [names.slice(0, half), names.slice(half + 1)];
  return old.slice(old.indexOf('/')) === made.slice(made.indexOf('/')) ? [old, made] : undefined;
}

function readHeader(line: string, file: Draft): void {
  if (line.startsWith('new file mode ')) file.oldPath = undefined;
  else if (line.startsWith('deleted file mode ')) file.newPath = undefined;
  else if (/^(rename|copy) from /.test(line)) file.oldPath = `a/${pathOf(line.replace(/^\w+ from /, '')) ?? ''}`;
  else if (/^(rename|copy) to /.test(line)) file.newPath = `b/${pathOf(line.replace(/^\w+ to /, '')) ?? ''}`;
}

/** As many lines as its heading counts; a diff that was cut short is read as far as it goes. */
function readHunk(
  lines: readonly string[],
  from: number,
  [, oldStart, oldCount, newStart, newCount, heading = '']: RegExpExecArray,
) {
  const found: { kind: 'same' | 'old' | 'new'; text: string }[] = [];
  let [old, made] = [Number(oldCount ?? 1), Number(newCount ?? 1)];
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const last = found.at(-1);
    if (line.startsWith('\\')) {
      if (last) last.text = last.text.replace(/\n$/, '');
      continue;
    }
    if (old <= 0 && made <= 0) break;
    // Some programs leave the blank away that begins an empty line.
    const kind = kinds.get(line.charAt(0));
    if (!kind || (line === '' && at === lines.length - 1)) break;
    if (kind !== 'new') old -= 1;
    if (kind !== 'old') made -= 1;
    found.push({ kind, text: `${line === '\r' ? line : line.slice(1)}\n` });
  }
  return { hunk: { oldStart: Number(oldStart), newStart: Number(newStart), heading, lines: found }, next: at };
}

const kinds = new Map<string, 'same' | 'old' | 'new'>([
  [' ', 'same'],
  ['', 'same'],
  ['\r', 'same'],
  ['-', 'old'],
  ['+', 'new'],
]);

function finished({ oldPath, newPath, hunks }: Draft): FileDiff {
  const [old, made] = withoutPrefixes(oldPath, newPath);
  return { oldPath: old, newPath: made, hunks };
}
