/** Where in a terminal's control sequence a stream of text is. */
type State = 'ground' | 'escape' | 'intermediate' | 'csi' | 'string' | 'string-escape';

/* oxlint-disable no-control-regex -- they are what is looked for */
/** What is no text: controls but `\t` and `\n`, the marks that turn its direction, and line ends of other kinds. */
const special = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** What may end a string that is meant for the terminal. A line's end does, so that no string can hide the lines after it. */
const stringEnd = /[\x07\x1b\x9c\n]/g;
/** A whole sequence of the commonest kind: most are colours. */
const colour = /\x1b\[[0-?]{0,40}[@-~]/y;
/* oxlint-enable no-control-regex */

/** A sequence that goes on for longer was none. */
const longest = 4096;

const escapeCode = 0x1b;
const endsLine = (code: number): boolean => code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;

/** The state after `code`; `again` where the sequence ends before it, so that it is text once more. */
function after(state: State, code: number): State | 'again' {
  if (code === escapeCode) return state === 'string' ? 'string-escape' : 'escape';
  switch (state) {
    case 'ground':
      return begun(code);
    case 'escape':
      return escaped(code);
    case 'intermediate':
      return code >= 0x20 && code <= 0x2f ? 'intermediate' : ended(code, 0x30);
    case 'csi':
      return code >= 0x20 && code <= 0x3f ? 'csi' : ended(code, 0x40);
    case 'string':
      return code === 0x0a ? 'again' : 'ground';
    case 'string-escape':
      return code === 0x5c ? 'ground' : escaped(code);
  }
}

const ended = (code: number, least: number): State | 'again' => (code >= least && code <= 0x7e ? 'ground' : 'again');

/** What one character begins that stands for two, of which the first is ESC. */
function begun(code: number): State {
  if (code === 0x9b) return 'csi';
  return code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f) ? 'string' : 'ground';
}

function escaped(code: number): State | 'again' {
  if (code === 0x5b) return 'csi';
  if (code === 0x50 || code === 0x58 || (code >= 0x5d && code <= 0x5f)) return 'string';
  return code >= 0x20 && code <= 0x2f ? 'intermediate' : ended(code, 0x30);
}

/** Where a global expression finds something next. */
function next(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.test(text) ? expression.lastIndex - 1 : text.length;
}

/** The end of the colour that stands at `from`; `from` where none stands there, whole. */
function afterColour(text: string, from: number): number {
  colour.lastIndex = from;
  return colour.test(text) ? colour.lastIndex : from;
}

/** Makes plain text of what programs print, whatever the pieces it comes in, in one pass. */
export interface PlainText {
  push(text: string): string;
}

/**
 * Leaves only text, `\t` and `\n` of what a program printed for a terminal: no colours, links, titles, moves of the cursor, nor marks
 * that turn the direction of text. A line that was written over by `\r` becomes a line of its own. A sequence ends with its line.
 */
export function plainText(): PlainText {
  let state: State = 'ground';
  let length = 0;
  let returned = false;
  let atLineStart = true;

  const kept = (text: string): string => {
    const broken = returned && !atLineStart && !text.startsWith('\n');
    returned = false;
    atLineStart = text.endsWith('\n');
    return broken ? `\n${text}` : text;
  };
  /** Goes past the character at `at`, which ends text or is in a sequence; or leaves it to be text. */
  const past = (chunk: string, at: number): number => {
    const code = chunk.charCodeAt(at);
    if (state === 'ground') {
      length = 0;
      if (code === escapeCode) {
        const end = afterColour(chunk, at);
        if (end > at) return end;
      } else if (endsLine(code)) returned = true;
    } else length += 1;
    const then = length > longest ? 'again' : after(state, code);
    state = then === 'again' ? 'ground' : then;
    return then === 'again' ? at : at + 1;
  };
  /** Goes to what may end the string, or to where it is too long. */
  const along = (chunk: string, at: number): number => {
    const end = Math.min(next(stringEnd, chunk, at), at + longest - length);
    length += end - at;
    return end;
  };
  return {
    push(chunk) {
      let out = '';
      let at = 0;
      while (at < chunk.length) {
        const end = state === 'ground' ? next(special, chunk, at) : state === 'string' ? along(chunk, at) : at;
        if (state === 'ground' && end > at) out += kept(chunk.slice(at, end));
        at = end < chunk.length ? past(chunk, end) : end;
      }
      return out;
    },
  };
}

/** The plain text of a whole text. */
export const plain = (text: string): string => plainText().push(text);
