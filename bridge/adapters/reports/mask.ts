import { base64Encoded, urlEncoded } from './encodings.ts';
import { occurrences, type Stretch, united } from './stretches.ts';
import { findTokens, type OpenToken } from './token-search.ts';

/** A shorter value is no secret, and is to be found in innocent words. */
const shortest = 6;

const stars = '***';

/** Takes text in pieces and gives it without the secrets, a little later: what may be the beginning of one is held back. */
export interface Mask {
  push(text: string): string;
  /** Gives what was held back. */
  flush(): string;
}

/** The text without these secrets, and without tokens of known formats. */
export function masked(text: string, values: readonly string[] = []): string {
  const mask = maskOf(values);
  return mask.push(text) + mask.flush();
}

/** A colour in the text, before a character of it. */
interface Colour {
  readonly at: number;
  readonly text: string;
}

// oxlint-disable-next-line no-control-regex -- it is what is looked for
const colour = /(\x1b\[[\d;:]*m)/;

/**
 * Hides each exact occurrence of these values, overlapping ones too, as they are, in Base64 and in URLs; of a value with several lines each
 * line by itself. And tokens of known formats, whoever's they are. Colours, which come whole, are looked through.
 */
export function maskOf(values: readonly string[]): Mask {
  const secrets = writtenWays(values);
  let held = '';
  /** So much of what is held is part of a secret that began before it. */
  let covered = 0;
  let starred = false;
  let open: readonly OpenToken[] = [];
  let before = '';
  let colours: readonly Colour[] = [];

  /** Gives the text to `end`, with its colours, without what is hidden. */
  const give = (text: string, end: number, hidden: readonly Stretch[]): string => {
    let out = '';
    let at = 0;
    let next = 0;
    const dye = (last: number) => {
      for (; (colours[next]?.at ?? Number.POSITIVE_INFINITY) <= last; next += 1) out += colours[next]?.text ?? '';
    };
    const show = (to: number) => {
      while (at < to) {
        dye(at);
        const stop = Math.min(to, colours[next]?.at ?? to);
        out += text.slice(at, stop);
        at = stop;
        starred = false;
      }
    };
    for (const [from, to] of hidden) {
      if (from >= end) break;
      show(from);
      dye(from);
      if (!starred) out += stars;
      starred = true;
      at = Math.min(to, end);
      dye(at - 1);
    }
    show(end);
    if (end === text.length) dye(end);
    colours = colours.slice(next).map((each) => ({ ...each, at: each.at - end }));
    before = text.charAt(end - 1) || before;
    return out;
  };
  const through = (piece: string, isLast: boolean): string => {
    const text = held + piece;
    const found = findTokens(text, before, open, held.length);
    const end = isLast ? text.length : Math.min(found.undecided, text.length - beginningAtEnd(text, secrets));
    const hidden = united([[0, covered], ...occurrences(text, secrets), ...found.hidden]);
    const reached = hidden.findLast(([from]) => from <= end)?.[1] ?? 0;
    const out = give(text, end, hidden);
    held = text.slice(end);
    covered = Math.max(0, covered - end, reached - end);
    open = found.open;
    return out;
  };
  return {
    push(piece) {
      if (!piece.includes('\x1b')) return through(piece, false);
      let plain = '';
      const more: Colour[] = [];
      for (const part of piece.split(colour)) {
        if (part.startsWith('\x1b')) more.push({ at: held.length + plain.length, text: part });
        else plain += part;
      }
      colours = [...colours, ...more];
      return through(plain, false);
    },
    flush() {
      const out = through('', true);
      covered = 0;
      starred = false;
      open = [];
      before = '';
      return out;
    },
  };
}

/** The values, line by line, in all the ways in which they may be written. */
function writtenWays(values: readonly string[]): readonly string[] {
  const lines = values.flatMap((value) => [value, ...value.split(/\r?\n/)]).filter((value) => value.length >= shortest);
  const ways = lines.flatMap((line) => [
    ...[line, JSON.stringify(line).slice(1, -1), Buffer.from(line).toString('base64').replace(/=+$/, '')],
    ...[...urlEncoded(line), ...base64Encoded(line)],
  ]);
  return [...new Set(ways)];
}

/** How much of the end of `text` may be the beginning of a secret. */
function beginningAtEnd(text: string, secrets: readonly string[]): number {
  let longest = 0;
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(secret.slice(0, length))) longest = length;
    }
  }
  return longest;
}
