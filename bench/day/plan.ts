import { chanceFrom } from '../chance.ts';
import type { Act, Dice, Size } from './acts.ts';
import { createEngine } from './engine.ts';
import { createLives } from './lives.ts';

function diceFrom(chance: () => number): Dice {
  return {
    happens: (likelihood) => chance() < likelihood,
    between: (from, to) => Math.round(from + chance() * (to - from)),
  };
}

/** What the authors, the reviewers and CI do in a day. The branches are `feat/001` and so on, and `main`. */
export function plan(seed: number, { branches, ciEvents }: Size): Act[] {
  const dice = diceFrom(chanceFrom(seed));
  const engine = createEngine(dice);
  const all = createLives(dice, engine);
  const lives = Array.from({ length: branches }, (_, each) => all.live(`feat/${String(each + 1).padStart(3, '0')}`));
  // The rest of the day's events are further pushes, wherever somebody is at work.
  for (let turn = 0; engine.events() < ciEvents && turn < ciEvents; turn += 1) {
    const life = lives[dice.between(0, lives.length - 1)];
    if (life) all.pushAgain(life);
  }
  return engine.acts.toSorted((a, b) => a.at - b.at);
}
