/** Where in a terminal's control sequence a stream of text is. */
type State = 'ground' | 'escape' | 'intermediate' | 'csi' | 'string' | 'string-escape';

/** Text that is no text: controls but `\t` and `\n`, the marks that turn its direction, and line ends of other kinds. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const special = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const carriageReturn = 0x0d;
const lineEnds: ReadonlySet<number> = new Set([carriageReturn, 0x85, 0x2028, 0x2029]);

/** A sequence that goes on for longer was none: it ends here, so that it cannot hide the rest of a log. */
const longest = 4096;

/** The state after `code`; `again` where the sequence ends before it, so that it is text once more. */
function after(state: State, code: number): State | 'again' {
  if (code === 0x1b) return state === 'string' ? 'string-escape' : 'escape';
  switch (state) {
    case 'ground':
      return ground(code);
    case 'escape':
      return escape(code);
    case 'intermediate':
      return code >= 0x20 && code <= 0x2f ? 'intermediate' : final(code, 0x30);
    case 'csi':
      return code >= 0x20 && code <= 0x3f ? 'csi' : final(code, 0x40);
    case 'string':
      return code === 0x07 || code === 0x9c ? 'ground' : 'string';
    case 'string-escape':
      return code === 0x5c ? 'ground' : escape(code);
  }
}

const final = (code: number, least: number): State | 'again' => (code >= least && code <= 0x7e ? 'ground' : 'again');

/** The one-character forms of what begins with ESC. */
function ground(code: number): State {
  if (code === 0x9b) return 'csi';
  return code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f) ? 'string' : 'ground';
}

function escape(code: number): State | 'again' {
  if (code === 0x5b) return 'csi';
  if (code === 0x50 || code === 0x58 || (code >= 0x5d && code <= 0x5f)) return 'string';
  return code >= 0x20 && code <= 0x2f ? 'intermediate' : final(code, 0x30);
}

/** Makes plain text of what programs print: whatever the pieces it comes in, in one pass. */
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

  const text = (piece: string): string => {
    if (piece === '') return '';
    const broken = returned && !atLineStart && !piece.startsWith('\n') ? `\n${piece}` : piece;
    returned = false;
    atLineStart = piece.endsWith('\n');
    return broken;
  };
  /** Takes a character that is no plain one, or is within a sequence; false where it turned out to be text. */
  const take = (code: number): boolean => {
    if (state === 'ground' && lineEnds.has(code)) returned = true;
    length = state === 'ground' ? 0 : length + 1;
    const next = code === 0x0a || length > longest ? 'again' : after(state, code);
    state = next === 'again' ? 'ground' : next;
    return next !== 'again';
  };
  return {
    push(chunk) {
      let out = '';
      let at = 0;
      while (at < chunk.length) {
        if (state !== 'ground') {
          if (take(chunk.charCodeAt(at))) at += 1;
          continue;
        }
        special.lastIndex = at;
        const end = special.exec(chunk)?.index ?? chunk.length;
        out += text(chunk.slice(at, end));
        if (end < chunk.length) take(chunk.charCodeAt(end));
        at = end + 1;
      }
      return out;
    },
  };
}

/** The plain text of a whole text. */
export const plain = (text: string): string => plainText().push(text);
