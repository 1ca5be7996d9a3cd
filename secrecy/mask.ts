import { base64Encoded, urlEncoded } from './encodings.ts';
import { createShow } from './show.ts';
import { occurrences, united } from './stretches.ts';
import { findTokens, type OpenToken } from './token-search.ts';

/** A shorter value is no secret, and is to be found in innocent words. */
const shortest = 6;

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

/**
 * Hides each exact occurrence of these values, overlapping ones too, as they are, in Base64 and in URLs; of a value with several lines each
 * line by itself. And tokens of known formats, whoever's they are. Colours, which come whole, are looked through.
 */
export function maskOf(values: readonly string[]): Mask {
  const secrets = writtenWays(values);
  let show = createShow();
  let held = '';
  /** So much of what is held is part of a secret that began before it. */
  let covered = 0;
  let open: readonly OpenToken[] = [];

  const through = (piece: string, isLast: boolean): string => {
    const text = held + piece;
    const found = findTokens(text, show.last(), open, held.length);
    const end = isLast ? text.length : Math.min(found.undecided, text.length - beginningAtEnd(text, secrets));
    const hidden = united([[0, covered], ...occurrences(text, secrets), ...found.hidden]);
    const reached = hidden.findLast(([from]) => from <= end)?.[1] ?? 0;
    held = text.slice(end);
    covered = Math.max(0, covered - end, reached - end);
    open = found.open;
    return show.give(text, end, hidden);
  };
  return {
    push: (piece) => through(show.withoutColours(piece, held.length), false),
    flush() {
      const out = through('', true);
      show = createShow();
      covered = 0;
      open = [];
      return out;
    },
  };
}

const inJson = (line: string): string => JSON.stringify(line).slice(1, -1);

/** All of it, as it is where it stands by itself. */
const inBase64 = (line: string): string => Buffer.from(line).toString('base64').replace(/=+$/, '');

/** The values, line by line, in all the ways in which they may be written. */
function writtenWays(values: readonly string[]): readonly string[] {
  const lines = values.flatMap((value) => [value, ...value.split(/\r?\n/)]).filter((value) => value.length >= shortest);
  const ways = lines.flatMap((line) => [
    line,
    inJson(line),
    inBase64(line),
    ...urlEncoded(line),
    ...base64Encoded(line),
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
