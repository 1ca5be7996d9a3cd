import type { Stretch } from './stretches.ts';

const stars = '***';

/** A colour, and the character that it stands before. */
interface Colour {
  readonly at: number;
  readonly text: string;
}

// oxlint-disable-next-line no-control-regex -- it is what is looked for
const colour = /(\x1b\[[\d;:]*m)/;

/** Gives a stream of text in which some is hidden, with its colours where they were. */
export interface Show {
  /** Puts the colours of the next piece aside, which comes after so much that was not given yet. */
  withoutColours(piece: string, after: number): string;
  /** Gives the text up to `end`: stars for what is hidden, but its colours. The rest is to come again. */
  give(text: string, end: number, hidden: readonly Stretch[]): string;
  /** The last character that was given or hidden. */
  last(): string;
}

export function createShow(): Show {
  let colours: readonly Colour[] = [];
  let starred = false;
  let last = '';
  return {
    last: () => last,
    withoutColours(piece, after) {
      if (!piece.includes('\x1b')) return piece;
      let plain = '';
      const found: Colour[] = [];
      for (const part of piece.split(colour)) {
        if (part.startsWith('\x1b')) found.push({ at: after + plain.length, text: part });
        else plain += part;
      }
      colours = [...colours, ...found];
      return plain;
    },
    give(text, end, hidden) {
      let out = '';
      let at = 0;
      let next = 0;
      const dye = (to: number) => {
        for (; (colours[next]?.at ?? Number.POSITIVE_INFINITY) <= to; next += 1) out += colours[next]?.text ?? '';
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
      last = text.charAt(end - 1) || last;
      return out;
    },
  };
}
