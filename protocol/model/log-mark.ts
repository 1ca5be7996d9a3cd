/**
 * A line of a log that divides it. Every provider's own way of saying so is turned into these lines:
 * `##[step STATE] NAME`, `##[group] NAME`, `##[endgroup]`, `##[error] TEXT`, `##[warning] TEXT`. They only fold and colour: nobody acts on them,
 * so a log that holds such lines by itself does no harm.
 */
export type LogMark =
  | { readonly type: 'step'; readonly state: string; readonly name: string }
  | { readonly type: 'group'; readonly name: string }
  | { readonly type: 'endgroup' }
  | { readonly type: 'error' | 'warning'; readonly text: string };

const shape = /^##\[(step ([a-z-]{1,20})|group|endgroup|error|warning)\] ?(.*)$/;

/** Reads one line, without its line feed; undefined where it is an ordinary line. */
export function readLogMark(line: string): LogMark | undefined {
  const match = shape.exec(line);
  if (!match) return undefined;
  const [, word = '', state, rest = ''] = match;
  if (state !== undefined) return { type: 'step', state, name: rest };
  if (word === 'group') return { type: 'group', name: rest };
  if (word === 'endgroup') return { type: 'endgroup' };
  return { type: word === 'error' ? 'error' : 'warning', text: rest };
}
