import { chanceFrom } from '../chance.ts';
import { type Act, dayMs, minute, type Size } from './acts.ts';

/** What somebody says: in the thread of a branch's card, or in the channel. Each text is another, and begins with its mark. */
export interface Word {
  readonly at: number;
  readonly type: 'say';
  readonly from: 'chat' | 'editor';
  /** The place in the list of those who speak there. */
  readonly who: number;
  readonly branch?: string;
  readonly mark: string;
  readonly text: string;
}

/** How a relayed word is told from what we say ourselves. */
export const markIn = (text: string): string | undefined => /\bm\d{4}\b/.exec(text)?.[0];

const phrases = [
  'is that green yet?',
  'looking <now> & then',
  'see line 12 of `cart.ts`',
  'flaky again, I think',
  'thanks!',
  'can you have a look @here?',
  'https://ci.example/12 says otherwise',
  'merged the other one *first*',
];

/** What people say in a day: short exchanges, most of them in threads, from both sides. */
export function talk(seed: number, { messages, people }: Size, acts: readonly Act[]): Word[] {
  const chance = chanceFrom(seed + 1_000);
  const born = new Map<string, number>();
  for (const { at, branch, type } of acts) if (type === 'push' && !born.has(branch)) born.set(branch, at);
  const words: Omit<Word, 'mark' | 'text'>[] = [];
  while (words.length < messages) {
    let at = Math.round(10 * minute + chance() * (dayMs - 30 * minute));
    const known = [...born].filter(([, since]) => since + 5 * minute < at).map(([branch]) => branch);
    const branch = chance() < 0.75 ? known[Math.floor(chance() * known.length)] : undefined;
    const length = 1 + Math.floor(chance() * 5);
    for (let each = 0; each < length && words.length < messages; each += 1) {
      const from = chance() < 0.5 ? 'chat' : 'editor';
      words.push({
        at,
        type: 'say',
        from,
        who: Math.floor(chance() * people),
        ...(branch === undefined ? {} : { branch }),
      });
      at += Math.round(1_000 + chance() * 40_000);
    }
  }
  return words
    .toSorted((a, b) => a.at - b.at)
    .map((word, index) => {
      const mark = `m${String(index).padStart(4, '0')}`;
      return Object.assign(word, { mark, text: `${mark} ${phrases[index % phrases.length] ?? ''}` });
    });
}
