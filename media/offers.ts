import type { Button } from '../protocol/model/button.ts';
import type { Card } from '../protocol/model/card.ts';
import { isDone } from '../protocol/model/done.ts';
import type { Message } from '../protocol/model/message.ts';
import type { Rights } from './rights.ts';
import type { Aside } from './state.ts';

/** What the buttons of a message need to know of the room. */
export interface Offering {
  readonly cards: readonly Card[];
  readonly asides: readonly Aside[];
}

type Run = Button & { type: 'run' };

const runs = ({ buttons = [] }: Message): Run[] => buttons.filter((each) => each.type === 'run');

/** How a message's buttons stand, in one word that stays the same as long as they do: so that no message is drawn again for another's. */
export function standing(message: Message, { cards, asides }: Offering): string {
  return runs(message)
    .map(({ key, line }) => {
      if (cards.some(({ deeds }) => isDone(deeds, key))) return 'done';
      return asides.some((each) => isAsking(each, line)) ? 'running' : 'open';
    })
    .join(' ');
}

const isAsking = ({ kind, text, outcome }: Aside, line: string): boolean =>
  kind === 'run' && text === line && outcome.type === 'waiting';

/** A button that is to be seen. */
export interface Offer {
  readonly button: Button;
  readonly running: boolean;
}

/** The buttons whose deed is not done yet and whose command the reader may run, each with whether it is under way. */
export function offersOf(message: Message, state: string, rights: Rights): Offer[] {
  const states = state.split(' ');
  return (message.buttons ?? []).flatMap((button): Offer[] => {
    if (button.type === 'open') return [{ button, running: false }];
    const now = states[runs(message).indexOf(button)];
    return now === 'done' || !mayRun(button.line, rights) ? [] : [{ button, running: now === 'running' }];
  });
}

const mayRun = (line: string, { commands }: Rights): boolean =>
  commands.some(({ name }) => line === name || line.startsWith(`${name} `));
