import type { PersonId } from './ids.ts';
import type { Block, Inline, Message } from './message.ts';

/** Whether a message names this person, in whichever of its parts. */
export const mentions = ({ blocks }: Message, person: PersonId): boolean =>
  blocks.some((block) => inlinesOf(block).some((each) => each.type === 'mention' && each.person === person));

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
