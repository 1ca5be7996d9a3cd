import type { ComposerElement } from '../../media/composer.ts';
import type { Wish } from '../../media/wish.ts';
import { person } from '../support/samples.ts';
import { all, mount, one, settled, wishes, words, writing } from './dom.ts';
import { card, commands } from './samples.ts';

export const known = {
  commands,
  cards: [card('feat/login'), card('main')],
  people: [{ person: person('Bo'), devices: 1 }],
};

/** A composer, and hands at its keyboard. */
export interface Desk {
  readonly element: ComposerElement;
  readonly wished: Wish[];
  readonly field: () => HTMLTextAreaElement;
  type(text: string): Promise<void>;
  press(name: string, part?: KeyboardEventInit): Promise<KeyboardEvent>;
  offers(): (readonly [string, boolean])[];
}

export async function desk(properties: Partial<ComposerElement> = {}): Promise<Desk> {
  const element = await mount('shiproom-composer', { known, ...properties });
  const wished = wishes(element);
  const field = () => writing(element);
  field().focus();
  return {
    element,
    wished,
    field,
    async type(text) {
      field().value = text;
      field().setSelectionRange(text.length, text.length);
      field().dispatchEvent(new Event('input', { bubbles: true }));
      await settled();
    },
    async press(name, part = {}) {
      const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...part });
      field().dispatchEvent(event);
      await settled();
      return event;
    },
    offers: () =>
      all(element, '[role=option]').map((each) => [
        words(one(each, '.label')),
        each.getAttribute('aria-selected') === 'true',
      ]),
  };
}
/** What it wished for, but for its drafts. */
export const sent = ({ wished }: Desk) => wished.filter((wish) => wish.type !== 'draft');
