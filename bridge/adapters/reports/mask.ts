/** A shorter value is no secret, and is to be found in innocent words. */
const shortest = 6;

const stars = '***';

/** A stretch of a text: from its first character to before its end. */
type Stretch = readonly [from: number, end: number];

/** Takes text in pieces and gives it without the secrets, a little later: what may be the beginning of one is held back. */
export interface Mask {
  push(text: string): string;
  /** Gives what was held back. */
  flush(): string;
}

/** Hides each exact occurrence of these values, overlapping ones too; of a value with several lines each line by itself. */
export function maskOf(values: readonly string[]): Mask {
  const lines = values.flatMap((value) => [value, ...value.split(/\r?\n/)]);
  const secrets = [...new Set(lines)].filter((value) => value.length >= shortest);
  let held = '';
  /** So much of what is held is part of a secret that began before it. */
  let covered = 0;
  let starred = false;

  const give = (text: string, end: number, hidden: readonly Stretch[]): string => {
    let out = '';
    let at = 0;
    for (const [from, to] of hidden) {
      if (from >= end) break;
      if (from > at) out += text.slice(at, from);
      if (from > at || !starred) out += stars;
      starred = true;
      at = to;
    }
    if (at >= end) return out;
    starred = false;
    return out + text.slice(at, end);
  };
  return {
    push(piece) {
      if (secrets.length === 0) return piece;
      const text = held + piece;
      const end = text.length - beginningAtEnd(text, secrets);
      const hidden = united([[0, covered], ...occurrences(text, secrets)]);
      const out = give(text, end, hidden);
      held = text.slice(end);
      const reached = hidden.findLast(([from]) => from < end)?.[1] ?? 0;
      covered = Math.max(0, covered - end, reached - end);
      return out;
    },
    flush() {
      const out = give(held, held.length, united([[0, covered], ...occurrences(held, secrets)]));
      held = '';
      covered = 0;
      starred = false;
      return out;
    },
  };
}

function occurrences(text: string, secrets: readonly string[]): Stretch[] {
  const found: Stretch[] = [];
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
      found.push([at, at + secret.length]);
  }
  return found;
}

/** The same characters in stretches that are in order and apart. */
function united(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: [number, number][] = [];
  for (const [from, end] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > from) apart.push([from, end]);
  }
  return apart;
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
