import type { PersonId } from './ids.ts';
import type { Block, Inline, Message } from './message.ts';

/** Whom a message mentions, in whichever of its parts, each once. */
export function mentioned({ blocks }: Message): PersonId[] {
  const people = blocks.flatMap(inlinesOf).flatMap((each) => (each.type === 'mention' ? [each.person] : []));
  return [...new Set(people)];
}

/** Whether a message mentions this person. */
export const mentions = (message: Message, person: PersonId): boolean => mentioned(message).includes(person);

function inlinesOf(block: Block): readonly Inline[] {
  switch (block.type) {
    case 'paragraph':
    case 'quote':
      return block.children;
    case 'list':
      return block.items.flat();
    case 'table':
      return block.rows.flat(2);
    case 'code':
      return [];
  }
}
