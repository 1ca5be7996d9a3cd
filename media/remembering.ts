import type { CardKey } from '../protocol/model/card.ts';
import { endEdit, keepEdit, saysSo } from './edit.ts';
import type { Memory } from './memory.ts';
import type { PanelState } from './state.ts';
import type { Wish } from './wish.ts';

/** After what its reader did that concerns the memory alone. What is typed goes into the message that is being changed, else into the draft. */
export function remembered(memory: Memory, wish: Wish & { type: 'draft' | 'fold' | 'end-edit' }): Memory {
  switch (wish.type) {
    case 'draft':
      return memory.edit ? { ...memory, edit: { ...memory.edit, text: wish.text } } : { ...memory, draft: wish.text };
    case 'fold':
      return { ...memory, open: { ...memory.open, [wish.section]: wish.open } };
    case 'end-edit':
      return endEdit(memory);
  }
}

/** The memory beside what the panel knows now: the same where nothing has changed. */
export function upToDate(memory: Memory, { room, thread }: Pick<PanelState, 'room' | 'thread'>): Memory {
  const kept = keepEdit(memory, room);
  return kept.thread === (thread ?? undefined) ? kept : { ...kept, thread: thread ?? undefined };
}

/** After a branch was asked for: its card is among those that are to be seen. */
export const unfolded = (memory: Memory, about: CardKey | null): Memory =>
  about ? { ...memory, open: { ...memory.open, Branches: true } } : memory;

/** After somebody began a message from outside the panel. What was being written already stands behind it; a change in which nothing was changed yet ends. */
export function begun(
  memory: Memory,
  { room }: Pick<PanelState, 'room'>,
  about: CardKey | null,
  write: string,
): Memory {
  const { edit, draft } = memory;
  const free = edit && saysSo(room, edit.offset, edit.text) ? endEdit(memory) : memory;
  return { ...free, about: about ?? undefined, draft: draft.startsWith(write) ? draft : write + draft };
}
