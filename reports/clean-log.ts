/** Where in a terminal's control sequence a stream of text is. */
type State = 'ground' | 'escape' | 'intermediate' | 'csi' | 'string' | 'string-escape';

/* oxlint-disable no-control-regex -- they are what is looked for */
/** What is no text: controls but `\t` and `\n`, the marks that turn its direction, and line ends of other kinds. */
const special = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** What may end a string that is meant for the terminal. A line's end does, so that no string can hide the lines after it. */
const stringEnd = /[\x07\x1b\x9c\n]/g;
/** A whole sequence of the commonest kind: most are colours. */
const sequence = /\x1b\[([0-?]{0,40})([@-~])/y;
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

/** Plain text, or text with its colours: whole sequences `ESC [ … m` of digits, `;` and `:`. */
export type LogStyle = 'plain' | 'sgr';

/** The parameters of a colour, which are as long as no honest ones are. */
const colour = /^[\d;:]{0,64}$/;

/** Makes text of what programs print, whatever the pieces it comes in, in one pass. */
export interface LogCleaner {
  /** Bytes are UTF-8, and what is none of it becomes U+FFFD. A piece of text may not come between pieces of one character's bytes. */
  push(piece: Uint8Array | string): string;
  /** What is left of a character that has not ended. */
  end(): string;
}

/**
 * Leaves only text, `\t` and `\n` of what a program printed for a terminal, and its colours where they are asked for: no links, titles,
 * moves of the cursor, nor marks that turn the direction of text. A line that was written over by `\r` becomes a line of its own. A
 * sequence ends with its line. Without their colours, both styles of one log are the same.
 */
export function cleanLog(style: LogStyle): LogCleaner {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const stripper = new Stripper(style === 'sgr');
  return {
    push: (piece) =>
      typeof piece === 'string'
        ? stripper.strip(piece)
        : slicesOf(piece)
            .map((slice) => stripper.strip(decoder.decode(slice, { stream: true })))
            .join(''),
    end: () => stripper.strip(decoder.decode()),
  };
}

/** Longer strings would be kept where only a great collection of garbage finds them. */
const sliceBytes = 16 * 1024;

/** The same bytes in slices that are cheap to make text of. */
export const slicesOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / sliceBytes) }, (_, index) =>
    bytes.subarray(index * sliceBytes, (index + 1) * sliceBytes),
  );

/** The plain text of a whole text. */
export const plain = (text: string): string => new Stripper(false).strip(text);

/** One stream of text, and where in a sequence it is. */
class Stripper {
  readonly #coloured: boolean;
  #state: State = 'ground';
  #length = 0;
  /** The parameters of the sequence under way. */
  #parameters = '';
  #returned = false;
  #atLineStart = true;
  #out = '';

  constructor(coloured: boolean) {
    this.#coloured = coloured;
  }

  strip(chunk: string): string {
    this.#out = '';
    for (let at = 0; at < chunk.length; ) {
      const ground = this.#state === 'ground';
      const end = ground ? next(special, chunk, at) : this.#state === 'string' ? this.#along(chunk, at) : at;
      if (ground && end > at) this.#keep(chunk.slice(at, end));
      at = end >= chunk.length ? end : ground ? this.#outOfText(chunk, end) : this.#inSequence(chunk, end);
    }
    return this.#out;
  }

  #keep(text: string): void {
    this.#out += this.#returned && !this.#atLineStart && !text.startsWith('\n') ? `\n${text}` : text;
    this.#returned = false;
    this.#atLineStart = text.endsWith('\n');
  }

  #dye(parameters: string): void {
    if (this.#coloured && colour.test(parameters)) this.#out += `\x1b[${parameters || '0'}m`;
  }

  /** Goes past the character at `at`, which ends text; or leaves it to be text. */
  #outOfText(chunk: string, at: number): number {
    const code = chunk.charCodeAt(at);
    this.#length = 0;
    this.#parameters = '';
    if (code === escapeCode) {
      sequence.lastIndex = at;
      const whole = sequence.exec(chunk);
      if (whole?.[2] === 'm') this.#dye(whole[1] ?? '');
      if (whole) return sequence.lastIndex;
    } else if (endsLine(code)) this.#returned = true;
    return this.#to(after(this.#state, code), at);
  }

  /** Goes past the character at `at`, which is in a sequence; or leaves it to be text. */
  #inSequence(chunk: string, at: number): number {
    const code = chunk.charCodeAt(at);
    this.#length += 1;
    const state = this.#state;
    const then = this.#length > longest ? 'again' : after(state, code);
    if (state === 'csi' && then === 'csi' && this.#parameters.length <= 64) this.#parameters += chunk.charAt(at);
    else if (state === 'csi' && then === 'ground' && code === 0x6d) this.#dye(this.#parameters);
    else if (then !== state) this.#parameters = '';
    return this.#to(then, at);
  }

  #to(then: State | 'again', at: number): number {
    this.#state = then === 'again' ? 'ground' : then;
    return then === 'again' ? at : at + 1;
  }

  /** Goes to what may end the string, or to where it is too long. */
  #along(chunk: string, at: number): number {
    const end = Math.min(next(stringEnd, chunk, at), at + longest - this.#length);
    this.#length += end - at;
    return end;
  }
}
