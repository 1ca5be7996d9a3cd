import { type LogMark, readLogMark } from '../../../protocol/model/log-mark.ts';
import { isFailing, markWords } from './lines.ts';

const escape = '\u001b';
const [bold, red, yellow, reset] = ['1', '1;31', '33', '0'].map((code) => `${escape}[${code}m`);
/** A line that is longer is shown in pieces. */
const longestLine = 65_536;

/** Turns a log that comes in pieces into what a terminal may be given: `more` for each piece, `rest` once it has ended. */
export interface TerminalText {
  more(text: string): string;
  rest(): string;
}

export function createTerminalText(): TerminalText {
  let open = '';
  const rest = (): string => {
    const line = open;
    open = '';
    return line === '' ? '' : lineText(line);
  };
  return {
    more(text) {
      const lines = (open + text).split('\n');
      open = lines.pop() ?? '';
      const whole = lines.map((line) => `${lineText(line)}\r\n`).join('');
      return open.length > longestLine ? `${whole}${rest()}` : whole;
    },
    rest,
  };
}

function lineText(line: string): string {
  const mark = readLogMark(line);
  const text = textAndColours(mark ? markWords(mark) : line);
  const colour = mark && colourOf(mark);
  return colour ? `${colour}${text}${reset}` : text;
}

function colourOf(mark: LogMark): string | undefined {
  if (mark.type === 'error' || isFailing(mark)) return red;
  if (mark.type === 'warning') return yellow;
  return mark.type === 'endgroup' ? undefined : bold;
}

/**
 * Text and colours alone: of all sequences only those that end in `m` stay; other control characters, and those that turn the direction of
 * what stands beside them, are left out ([T14]). In one pass.
 */
export function textAndColours(text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === escape) {
      const after = sequenceEnd(text, at);
      const sequence = text.slice(at, after);
      if (isColour(sequence)) out += sequence;
      at = after;
    } else {
      if (isText(text.charCodeAt(at))) out += text[at];
      at += 1;
    }
  }
  return out;
}

const isColour = (sequence: string): boolean =>
  sequence.length <= 40 && sequence.startsWith('[', 1) && /^[\d;:]*m$/.test(sequence.slice(2));

function isText(code: number): boolean {
  if (code < 0x20) return code === 0x09;
  if (code >= 0x7f && code < 0xa0) return false;
  if (code === 0x061c || code === 0x200e || code === 0x200f) return false;
  return (
    !(code >= 0x202a && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069) && code !== 0x2028 && code !== 0x2029
  );
}

/** Where a sequence ends that begins at `at`, by ECMA-48; an open one takes all that is left of the line. */
function sequenceEnd(text: string, at: number): number {
  const kind = text[at + 1];
  if (kind === '[') {
    let end = at + 2;
    while (within(text, end, 0x20, 0x3f)) end += 1;
    return within(text, end, 0x40, 0x7e) ? end + 1 : end;
  }
  if (kind !== undefined && ']PX^_'.includes(kind)) {
    let end = at + 2;
    while (end < text.length && !['\u0007', '\u009c', escape].includes(text[end] ?? '')) end += 1;
    if (text[end] === escape) return text[end + 1] === '\\' ? end + 2 : end;
    return Math.min(end + 1, text.length);
  }
  let last = at + 1;
  while (within(text, last, 0x20, 0x2f)) last += 1;
  return within(text, last, 0x30, 0x7e) ? last + 1 : last;
}

function within(text: string, at: number, first: number, last: number): boolean {
  const code = text.charCodeAt(at);
  return code >= first && code <= last;
}
