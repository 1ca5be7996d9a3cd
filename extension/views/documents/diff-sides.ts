import type { FileDiff, Hunk } from './diff-parse.ts';

/** Both sides of a file's diff, to be shown beside each other. `whole`: they are the whole files, and not what the diff tells alone. */
export interface Sides {
  readonly before: string;
  readonly after: string;
  readonly whole: boolean;
}

/** Both sides: of the whole file where `text` is one of them, else as far as the hunks tell. */
export function sidesOf(diff: FileDiff, text: string | undefined): Sides {
  if (diff.oldPath === undefined || diff.newPath === undefined) return alone(diff);
  const after = text === undefined ? undefined : patched(text, diff.hunks, 'new');
  if (text !== undefined && after !== undefined) return { before: text, after, whole: true };
  const before = text === undefined ? undefined : patched(text, diff.hunks, 'old');
  if (text !== undefined && before !== undefined) return { before, after: text, whole: true };
  return { before: told(diff.hunks, 'old'), after: told(diff.hunks, 'new'), whole: false };
}

/** A file that was made or deleted: its diff tells all of it. */
function alone({ hunks }: FileDiff): Sides {
  const of = (side: 'old' | 'new'): string => hunks.map((hunk) => linesOf(hunk, side).join('')).join('');
  return { before: of('old'), after: of('new'), whole: true };
}

const linesOf = ({ lines }: Hunk, side: 'old' | 'new'): readonly string[] =>
  lines.filter(({ kind }) => kind === 'same' || kind === side).map(({ text }) => text);

/** What the hunks tell of one side, each under the same heading on both. */
const told = (hunks: readonly Hunk[], side: 'old' | 'new'): string =>
  hunks
    .map((hunk) => {
      const text = linesOf(hunk, side).join('');
      const end = text === '' || text.endsWith('\n') ? '' : '\n';
      return `@@ -${hunk.oldStart} +${hunk.newStart} @@ ${hunk.heading}`.trimEnd() + `\n${text}${end}`;
    })
    .join('');

/** The other side of a whole file, `to` which the hunks lead; undefined where it is not the file that they are about. */
export function patched(text: string, hunks: readonly Hunk[], to: 'old' | 'new'): string | undefined {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const from = to === 'new' ? 'old' : 'new';
  const out: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const expected = linesOf(hunk, from);
    const start = from === 'old' ? hunk.oldStart : hunk.newStart;
    // Where a side has no lines, its number is that of the line before.
    const begin = expected.length === 0 ? start : start - 1;
    if (begin < at || begin > lines.length) return undefined;
    if (!expected.every((line, index) => lines[begin + index] === line)) return undefined;
    out.push(...lines.slice(at, begin), ...linesOf(hunk, to));
    at = begin + expected.length;
  }
  return [...out, ...lines.slice(at)].join('');
}
