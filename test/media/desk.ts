import type { ComposerElement } from '../../media/composer.ts';
import type { Wish } from '../../media/wish.ts';
import type { Completion } from '../../protocol/model/completion.ts';
import { all, mount, one, settled, wishes, words, writing } from './dom.ts';
import { commands } from './samples.ts';

type Asked = Wish & { type: 'complete' };
/** How a line goes on; `undefined` leaves the question open. */
export type Bot = (line: Asked) => Completion | null | undefined;

/** A composer, and hands at its keyboard. */
export interface Desk {
  readonly element: ComposerElement;
  readonly wished: Wish[];
  readonly field: () => HTMLTextAreaElement;
  type(text: string): Promise<void>;
  press(name: string, part?: KeyboardEventInit): Promise<KeyboardEvent>;
  offers(): (readonly [string, boolean])[];
  /** Answers the newest question, whatever has been typed since. */
  answer(completion: Completion | null): Promise<void>;
}

/** Two branches, three commands, one person: as much as the tests need of a bridge. */
export function smallBot({ text, caret }: Asked): Completion | null {
  const offer = (label: string, insert: string) => ({ label, detail: '', insert });
  if (text.startsWith('/ci run ') || text.startsWith('/ci status ')) {
    const from = text.lastIndexOf(' ') + 1;
    const begun = text.slice(from);
    const offers = ['feat/login', 'main']
      .filter((name) => name.startsWith(begun))
      .map((name) => offer(name, `${name} `));
    return { from, to: text.length, offers, picked: begun === '' ? -1 : 0 };
  }
  if (text.startsWith('/')) {
    const begun = text.slice(1, caret);
    const offers = commands
      .filter(({ name }) => name.startsWith(begun))
      .map(({ name, arguments: more }) => offer(`/${name}`, more.length > 0 ? `/${name} ` : `/${name}`));
    return { from: 0, to: text.length, offers, picked: 0 };
  }
  return { from: text.lastIndexOf('@'), to: text.length, offers: [offer('Bo', '@Bo ')], picked: 0 };
}

export async function desk(properties: Partial<ComposerElement> = {}, bot: Bot = smallBot): Promise<Desk> {
  const element = await mount('shiproom-composer', properties);
  const wished = wishes(element);
  const field = () => writing(element);
  let last: Asked | undefined;
  element.addEventListener('shiproom-wish', ({ wish }) => {
    if (wish.type !== 'complete') return;
    last = wish;
    const completion = bot(wish);
    if (completion !== undefined) element.offered = { line: wish, completion };
  });
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
    async answer(completion) {
      if (last) element.offered = { line: last, completion };
      await settled();
    },
  };
}

/** What it wished for, but for its drafts and its questions. */
export const sent = ({ wished }: Desk) => wished.filter(({ type }) => type !== 'draft' && type !== 'complete');
