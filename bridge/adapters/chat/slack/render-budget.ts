import { clean } from './blocks.ts';

/** Hands text out until there was enough of it as JSON; then nothing more. */
export interface Budget {
  /** As much of the text as there is room for, with `beside` for what stands beside it. */
  spend(text: string, beside?: number): string;
  /** Room for all of it, or for none of it. */
  takes(cost: number): boolean;
  spent(): boolean;
}

/** What an element of rich text costs besides its words, its container included. */
const around = 120;

export function createBudget(most: number): Budget {
  let left = most;
  let cutOff = false;
  return {
    spend(text, beside = 0) {
      const shown = cutOff ? '' : within(clean(text), left - around - beside);
      left -= cost(shown) + around + beside;
      if (!cutOff && shown !== clean(text)) cutOff = true;
      return shown;
    },
    takes(cost) {
      if (cutOff || cost > left) return false;
      left -= cost;
      return true;
    },
    spent: () => cutOff,
  };
}

const cost = (text: string): number => JSON.stringify(text).length;

/** The longest beginning of a text that costs no more; of whole characters, and with a sign that it was cut. */
function within(text: string, most: number): string {
  if (cost(text) <= most) return text;
  let kept = '';
  let spent = 3;
  for (const character of text) {
    spent += cost(character) - 2;
    if (spent > most) break;
    kept += character;
  }
  return kept === '' ? '' : `${kept}…`;
}
