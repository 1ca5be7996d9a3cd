/** Why a line cannot be read: `at` is the position of the mistake, counted from 1. */
export interface Mistake {
  readonly at: number;
  readonly message: string;
}

export interface Word {
  readonly text: string;
  /** From 0. */
  readonly at: number;
  /** Where it ends, with its quotes. */
  readonly end: number;
  readonly quoted: boolean;
}

/** The words of a line up to where it breaks off: `open` is the last one, where its quotes are not closed. */
interface Scanned {
  readonly words: readonly Word[];
  readonly open?: Word;
}

/** Chat clients turn quotes into curly ones while one types. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’', '”': '”', '’': '’' };

/** The words of a whole line: quotes hold some together. */
export function split(text: string): readonly Word[] | Mistake {
  const { words, open } = scan(text);
  if (!open) return words;
  const opens = text.slice(open.at).search(/["'“‘”’]/);
  return { at: open.at + opens + 1, message: 'This quote is not closed.' };
}

/** The words of a line that may break off within quotes. */
export function scan(text: string): Scanned {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const { word, closed } = wordAt(text, at);
    if (!closed) return { words, open: word };
    words.push(word);
    at = word.end;
  }
  return { words };
}

function wordAt(text: string, at: number): { readonly word: Word; readonly closed: boolean } {
  const head = headAt(text, at);
  const opens = at + head.length;
  const close = quotes[text.charAt(opens)];
  if (close === undefined) {
    const length = text.slice(at).search(/\s/);
    const end = length < 0 ? text.length : at + length;
    return { word: { text: dashes(text.slice(at, end)), at, end, quoted: false }, closed: true };
  }
  const closes = text.indexOf(close, opens + 1);
  const closed = closes >= 0;
  const inner = text.slice(opens + 1, closed ? closes : text.length);
  return { word: { text: head + inner, at, end: closed ? closes + 1 : text.length, quoted: true }, closed };
}

/** `name=` of `name="two words"`: a word whose value is quoted, where one begins at `at`. */
function headAt(text: string, at: number): string {
  const head = /^[\w.-]{1,100}=/.exec(text.slice(at, at + 101))?.[0] ?? '';
  return quotes[text.charAt(at + head.length)] === undefined ? '' : head;
}

/** A word as it has to be written to be read as one; undefined where no quotes are left for it. */
export function quote(word: string): string | undefined {
  const open = ['"', "'", '“', '‘'].find((each) => !word.includes(quotes[each] ?? ''));
  return open === undefined ? undefined : `${open}${word}${quotes[open] ?? ''}`;
}

/** A word as it has to be written to be read as itself: in quotes only where it needs them. Undefined where it cannot be. */
export const written = (word: string): string | undefined => firstReadAs(word, [word, quote(word)]);

/** `name=value`, written so that it is read as that. */
export function writtenPair(name: string, value: string): string | undefined {
  const quoted = quote(value);
  return firstReadAs(`${name}=${value}`, [
    `${name}=${value}`,
    quoted && `${name}=${quoted}`,
    quote(`${name}=${value}`),
  ]);
}

const firstReadAs = (meant: string, ways: readonly (string | undefined)[]): string | undefined =>
  ways.find((way) => way !== undefined && isReadAs(way, meant));

function isReadAs(way: string, meant: string): boolean {
  const { words, open } = scan(way);
  const [word] = words;
  if (!word || open || words.length > 1 || word.text !== meant) return false;
  return word.quoted || !word.text.startsWith('--');
}

/** Chat clients turn two hyphens into a dash while one types. */
const dashes = (word: string): string => word.replace(/^[—–](?=\w)/, '--');
