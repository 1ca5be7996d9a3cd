import { base64Encoded, urlEncoded } from './encodings.ts';
import type { Stretch } from './stretches.ts';
import { type Body, type TokenFormat, tokenFormats } from './token-formats.ts';

/** One way in which a token begins. */
interface Literal extends Omit<TokenFormat, 'begins'> {
  readonly text: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const word = `${letters}${letters.toLowerCase()}0123456789_`;
/** A percent sign is of a URL's encoding. */
const value = `${word}.~+/=%:-`;

const characters: Readonly<Record<Exclude<Body, 'key'>, string>> = {
  upper: `${letters}0123456789`,
  word,
  token: `${word}.-`,
  value,
  base64: `${word}+/=-`,
  wrapped: `${word}+/=-\n`,
  login: `${value}!$&'()*,;`,
};

const tables = new Map(
  Object.entries(characters).map(([body, all]) => {
    const table = new Uint8Array(128);
    for (const each of all) table[each.charCodeAt(0)] = 1;
    return [body, table];
  }),
);
const nothing = new Uint8Array(128);

/** Nobody's name and password together are longer, and no private key is. */
const longestLogin = 256;
const longestKey = 16 * 1024;

/** All literals: as they are, in URLs, and in Base64, where a key may go on over lines. */
const literals: readonly Literal[] = tokenFormats.flatMap(({ begins, ...format }) =>
  begins.flatMap((text) => {
    if (format.body === 'login') return [{ ...format, text }];
    const encoded = base64Encoded(text).filter((each) => each.length >= 4);
    const { name } = format;
    const inBase64: Omit<Literal, 'text'> =
      format.body === 'key'
        ? { name, body: 'wrapped', least: 20 }
        : { name, body: 'base64', least: Math.floor((format.least * 4) / 3) - 2 };
    return [
      ...[text, ...urlEncoded(text)].map((each) => ({ ...format, text: each })),
      ...[...new Set(encoded)].map((each) => ({ ...inBase64, text: each })),
    ];
  }),
);

const longestLiteral = Math.max(...literals.map(({ text }) => text.length));
const beginnings = new Set(literals.flatMap(({ text }) => Array.from(text, (_, length) => text.slice(0, length))));

const blockOf = (first: number, second: number): number => (first << 7) | second;

/** How far to go on from a pair of characters: 0 where a literal's second and third are these. Everything else is two ahead. */
const jumps = new Uint8Array(1 << 14).fill(2);
const byBlock = new Map<number, Literal[]>();
for (const literal of literals) {
  const [a = 0, b = 0, c = 0] = [0, 1, 2].map((at) => literal.text.charCodeAt(at));
  if (jumps[blockOf(a, b)] === 2) jumps[blockOf(a, b)] = 1;
  jumps[blockOf(b, c)] = 0;
  byBlock.set(blockOf(b, c), [...(byBlock.get(blockOf(b, c)) ?? []), literal]);
}

/** A token that had not ended where the text did. */
export interface OpenToken {
  readonly body: Body;
  /** Of a key: so much may still come, and so many dashes were the last of it. */
  readonly left: number;
  readonly dashes: number;
}

/** What was found in a text: what is to be hidden, from where on nothing can be said yet, and what goes on after the text. */
export interface Tokens {
  readonly hidden: readonly Stretch[];
  readonly undecided: number;
  readonly open: readonly OpenToken[];
  /** What each that begins here is called, and where. */
  readonly named: readonly { readonly at: number; readonly name: string }[];
}

/** Finds tokens, in time by the text's length alone. `before` is the character before the text, and `open` what goes on at `resumeAt`. */
export function findTokens(text: string, before: string, open: readonly OpenToken[], resumeAt: number): Tokens {
  const hidden: Stretch[] = [];
  const going: OpenToken[] = [];
  const named: { at: number; name: string }[] = [];
  /** The last run of characters of one kind, so that no run is walked along twice. */
  const runs = new Map<Body, Stretch>();
  let undecided = text.length - beginningAtEnd(text);
  const goOn = (token: OpenToken, from: number): number => {
    const walked = token.body === 'key' ? alongKey(text, from, token) : alongRun(text, from, token, runs);
    if (walked.open) going.push(walked.open);
    return walked.end;
  };
  for (const token of open) hidden.push([resumeAt, goOn(token, resumeAt)]);
  for (let at = 2; at < text.length; ) {
    const first = text.charCodeAt(at - 1);
    const second = text.charCodeAt(at);
    const jump = first < 128 && second < 128 ? (jumps[blockOf(first, second)] ?? 2) : 2;
    if (jump > 0) {
      at += jump;
      continue;
    }
    for (const literal of byBlock.get(blockOf(first, second)) ?? []) {
      const begin = at - 2;
      if (!text.startsWith(literal.text, begin) || (literal.alone && isWord(text, begin - 1, before))) continue;
      const from = begin + literal.text.length;
      const hide = literal.shown ? from : begin;
      if (literal.body === 'login') {
        const end = endOfLogin(text, from);
        if (end === undefined) undecided = Math.min(undecided, begin);
        else if (end > from) {
          hidden.push([from, end]);
          named.push({ at: from, name: literal.name });
        }
        continue;
      }
      const [runBegin, runEnd] = runs.get(literal.body) ?? [0, -1];
      // It is in what is hidden already.
      if (begin >= runBegin && from <= runEnd) continue;
      const enough = hasLeast(text, from, literal);
      if (enough === undefined) undecided = Math.min(undecided, begin);
      else if (enough) {
        hidden.push([hide, goOn({ body: literal.body, left: longestKey, dashes: 0 }, from)]);
        named.push({ at: hide, name: literal.name });
      }
    }
    at += 1;
  }
  return { hidden, undecided, open: distinct(going), named };
}

/** Whether enough of a token follows; undefined where the text ends before that shows. */
function hasLeast(text: string, from: number, { body, least }: Literal): boolean | undefined {
  if (body === 'key') return true;
  const table = tables.get(body) ?? nothing;
  for (let at = from; at < from + least; at += 1) {
    if (at >= text.length) return undefined;
    if (!isIn(table, text.charCodeAt(at))) return false;
  }
  return true;
}

interface Walked {
  readonly end: number;
  readonly open?: OpenToken;
}

function alongRun(text: string, from: number, token: OpenToken, runs: Map<Body, Stretch>): Walked {
  const [begin, known] = runs.get(token.body) ?? [0, -1];
  let end = from;
  if (from >= begin && from <= known) end = known;
  else {
    const table = tables.get(token.body) ?? nothing;
    while (end < text.length && isIn(table, text.charCodeAt(end))) end += 1;
    runs.set(token.body, [from, end]);
  }
  return { end, ...(end === text.length && { open: token }) };
}

/** A private key goes to the five dashes that its last line begins with. */
function alongKey(text: string, from: number, { body, left, dashes }: OpenToken): Walked {
  let seen = dashes;
  const last = Math.min(text.length, from + left);
  for (let at = from; at < last; at += 1) {
    seen = text.charCodeAt(at) === 0x2d ? seen + 1 : 0;
    if (seen === 5) return { end: at + 1 };
  }
  const open = { body, left: left - (last - from), dashes: seen };
  return { end: last, ...(open.left > 0 && { open }) };
}

/** The end of a name and a password, which `@` follows; `from` where there are none, undefined where the text ends before that shows. */
function endOfLogin(text: string, from: number): number | undefined {
  const last = Math.min(text.length, from + longestLogin);
  const table = tables.get('login') ?? nothing;
  let colon = false;
  for (let at = from; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x40) return colon && at - from >= 3 ? at : from;
    if (code === 0x2f || !isIn(table, code)) return from;
    colon ||= code === 0x3a;
  }
  return last === text.length && last < from + longestLogin ? undefined : from;
}

const isIn = (table: Uint8Array, code: number): boolean => code < 128 && table[code] === 1;

const isWord = (text: string, at: number, before: string): boolean => /\w/.test(at >= 0 ? text.charAt(at) : before);

/** How much of the end of `text` may be the beginning of a literal. */
function beginningAtEnd(text: string): number {
  for (let length = Math.min(longestLiteral - 1, text.length); length > 0; length -= 1) {
    if (beginnings.has(text.slice(-length))) return length;
  }
  return 0;
}

const distinct = (open: readonly OpenToken[]): readonly OpenToken[] => [
  ...new Map(open.map((token) => [`${token.body} ${token.left} ${token.dashes}`, token])).values(),
];
