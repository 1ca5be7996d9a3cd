import type { CardKey } from '../protocol/model/card.ts';
import type { Completion, Offer } from '../protocol/model/completion.ts';
import type { Answer, FromPanel } from '../protocol/wire/panel.ts';

/** A line at the moment at which it was asked how it goes on. */
export interface Line {
  readonly text: string;
  readonly caret: number;
  readonly about?: CardKey | undefined;
}

/** What was offered for a line; null where there is nothing to offer. */
export interface Offered {
  readonly line: Line;
  readonly completion: Completion | null;
}

/** One question at a time: the one that is out, and the newest answer. */
export interface Completing {
  readonly out?: { readonly ask: string; readonly line: Line } | undefined;
  readonly offered?: Offered | undefined;
}

/** After a question went out. */
export const completing = (
  { offered }: Completing,
  { ask, text, caret, about }: FromPanel & { type: 'complete' },
): Completing => ({ out: { ask, line: { text, caret, about } }, offered });

/** After an answer, which may be to something else. A refusal offers nothing, and is not spoken of. */
export function completed(known: Completing, ask: string, answer: Answer): Completing {
  if (known.out?.ask !== ask) return known;
  return { offered: { line: known.out.line, completion: answer.type === 'completion' ? answer.completion : null } };
}

/** Whether there may be anything to offer: a line of the bot, or the beginning of a name. */
export const mayComplete = ({ text, caret }: Line): boolean =>
  caret > 0 &&
  // A longer one is no message of the wire, so that no answer would come, and nothing would be asked for after it.
  text.length <= longestLine &&
  (text.startsWith('/') || /(?:^|\s)@\S*$/.test(text.slice(Math.max(0, caret - longestName), caret)));

const longestName = 100;
const longestLine = 4_000;

/** What is offered for a line as it stands. `settled`: the bridge was asked for this very line. */
export interface Offers extends Completion {
  readonly settled: boolean;
}

/**
 * What to offer at the caret. While the answer for a line is on its way, the offers for what it was a moment ago stay, as far as they still
 * fit: so nothing blinks while somebody types.
 */
export function offersAt(offered: Offered | undefined, line: Line): Offers | undefined {
  const completion = offered?.completion;
  if (!offered || !completion) return undefined;
  if (offered.line.text === line.text && offered.line.caret === line.caret)
    return completion.offers.length > 0 ? { ...completion, settled: true } : undefined;
  return carried(completion, offered.line.text, line);
}

/** The offers for `before`, where only the word that they complete has changed since. */
function carried(completion: Completion, before: string, { text, caret }: Line): Offers | undefined {
  const { from } = completion;
  const to = completion.to + text.length - before.length;
  const same = text.slice(0, from) === before.slice(0, from) && text.slice(to) === before.slice(completion.to);
  if (!same || caret < from || caret > to) return undefined;
  const begun = text.slice(from, caret).replace(/^[/@]/, '').toLowerCase();
  const offers = completion.offers.filter((offer) => fits(offer, begun));
  return offers.length > 0 ? { from, to, offers, picked: completion.picked < 0 ? -1 : 0, settled: false } : undefined;
}

const fits = ({ label, insert }: Offer, begun: string): boolean =>
  label.toLowerCase().includes(begun) || insert.toLowerCase().includes(begun);

/** The text with the offer in place, and where the caret goes. */
export function accept(
  text: string,
  { from, to }: Omit<Completion, 'offers' | 'picked'>,
  { insert }: Offer,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, from) + insert;
  return { text: before + text.slice(to), caret: before.length };
}

/** What a key does to an open list; undefined where it is none of its keys. */
type Move = { readonly type: 'pick' | 'take'; readonly offer: Offer } | { readonly type: 'close' } | undefined;

/**
 * `at`: the offer that is meant; `chosen`: its writer went there. Enter takes it, unless it says what stands there already, or nobody can have
 * seen yet what is offered for this very line: then it sends.
 */
export function moveOf(
  key: string,
  { offers, settled, ...place }: Offers,
  at: number,
  chosen: boolean,
  text: string,
): Move {
  const meant = offers[at];
  switch (key) {
    case 'ArrowDown':
      return pick(offers[(at + 1) % offers.length]);
    case 'ArrowUp':
      return pick(offers.at(at <= 0 ? -1 : at - 1));
    case 'Escape':
      return { type: 'close' };
    case 'Tab':
      return takes(meant ?? offers[0], place, text);
    case 'Enter':
      if (!meant || !(settled || chosen) || accept(text, place, meant).text.trim() === text.trim()) return undefined;
      return { type: 'take', offer: meant };
    default:
      return undefined;
  }
}

/** An offer that would change nothing is not taken, so that the key goes on to what comes next. */
const takes = (offer: Offer | undefined, place: Omit<Completion, 'offers' | 'picked'>, text: string): Move =>
  offer && accept(text, place, offer).text !== text ? { type: 'take', offer } : undefined;

const pick = (offer: Offer | undefined): Move => offer && { type: 'pick', offer };
