import type { Wanted } from './find.ts';

const around = 3;
const longestLine = 400;
const longestText = 8_000;

/** A selection as the editor tells it: numbers start at 0. */
export interface Selected {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The whole lines of a selection, and what stands around them. Lines start at 1. */
export interface Picked extends Wanted {
  readonly endLine: number;
  readonly text: string;
}

/** Why nothing can be shown of it. */
export type Unfit = 'nothing' | 'binary' | { readonly tooLong: number; readonly most: number };

/** The lines that a selection touches, but for a last one of which it holds nothing. */
export function pick(lines: readonly string[], { start, end }: Selected): Picked | Unfit {
  if (start.line === end.line && start.character === end.character) return 'nothing';
  const from = start.line;
  const to = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  const block = lines.slice(from, to);
  const text = block.join('\n');
  if (text.trim() === '') return 'nothing';
  if (text.includes('\0')) return 'binary';
  if (text.length > longestText) return { tooLong: text.length, most: longestText };
  return {
    block,
    text,
    line: from + 1,
    endLine: to,
    before: near(lines.slice(Math.max(0, from - around), from).toReversed()).toReversed(),
    after: near(lines.slice(to, to + around)),
  };
}

/** Up to the first line that is too long to be sent: what stands behind that would not be next to them. */
function near(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => line.length > longestLine);
  return [...(end < 0 ? lines : lines.slice(0, end))];
}
