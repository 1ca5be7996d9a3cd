import { readLogMark } from '../protocol/model/log-mark.ts';

/** A piece of a log: lines as they are, a line that stands out, or lines that fold under a name. */
export type LogPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'error' | 'warning'; readonly text: string }
  | {
      readonly type: 'step' | 'group';
      readonly state?: string | undefined;
      readonly name: string;
      readonly parts: readonly LogPart[];
    };

/** What is being filled: the log itself, a step, or a group. */
interface Open {
  readonly type: 'log' | 'step' | 'group';
  readonly parts: LogPart[];
  lines: string[];
}

/** A log as the tree that its marks make of it. Steps do not lie within one another; a group that nobody closes ends with its step. */
export function logTree(text: string): readonly LogPart[] {
  const top: Open = { type: 'log', parts: [], lines: [] };
  const within: Open[] = [top];
  const here = (): Open => within.at(-1) ?? top;
  const begin = (type: 'step' | 'group', name: string, state?: string): void => {
    const open: Open = { type, parts: [], lines: [] };
    flush(here());
    here().parts.push({ type, state, name, parts: open.parts });
    within.push(open);
  };
  const end = (): void => {
    flush(here());
    if (within.length > 1) within.pop();
  };
  for (const line of lines(text)) {
    const mark = readLogMark(line);
    switch (mark?.type) {
      case undefined:
        here().lines.push(line);
        break;
      case 'step':
        while (within.length > 1) end();
        begin('step', mark.name, mark.state);
        break;
      case 'group':
        begin('group', mark.name);
        break;
      case 'endgroup':
        if (here().type === 'group') end();
        break;
      case 'error':
      case 'warning':
        flush(here());
        here().parts.push({ type: mark.type, text: mark.text });
        break;
    }
  }
  within.forEach(flush);
  return top.parts;
}

function flush(open: Open): void {
  if (open.lines.length > 0) open.parts.push({ type: 'text', text: open.lines.join('\n') });
  open.lines = [];
}

/** Without the empty line after a last line feed. */
function lines(text: string): string[] {
  const all = text.split('\n');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

/** Whether a part is to be read first: a step that failed, or whatever holds an error. */
export function isTrouble(part: LogPart): boolean {
  if (part.type === 'error') return true;
  if (part.type !== 'step' && part.type !== 'group') return false;
  if (part.type === 'step' && part.state !== undefined)
    return ['failed', 'setup-failed', 'timed-out'].includes(part.state);
  return part.parts.some(isTrouble);
}
