import { amended } from '../protocol/model/amended.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Shown } from '../protocol/model/excerpt.ts';
import type { Epoch, Mid, Offset, RoomId } from '../protocol/model/ids.ts';
import { methods } from '../protocol/wire/methods.ts';
import type { OutboxItem } from './keep.ts';
import { refused } from './refusals.ts';
import type { Outcome, Refused } from './session.ts';

/** Where and when something is written. */
export interface Desk {
  readonly mid: Mid;
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly writtenAt: number;
}

/** A new message, to be put into the outbox. */
export function saying(
  { mid, room, writtenAt }: Desk,
  text: string,
  about?: CardKey,
  excerpt?: Shown,
): Outcome<OutboxItem> {
  const said = methods['feed/say'].params.safeParse({ mid, room, text, about, excerpt });
  return said.success ? { ok: true, value: { ...said.data, writtenAt } } : unfit(text);
}

/** Other words for a message of one's own, or none for one that is taken back. */
export function amending(desk: Desk, offset: Offset, text: string | null): Outcome<OutboxItem> {
  const { mid, room, epoch, writtenAt } = desk;
  const asked = methods['feed/amend'].params.safeParse({ mid, room, offset, text });
  if (!asked.success) return unfit(text ?? '');
  return {
    ok: true,
    value: { mid, room, text: text ?? '', amends: { epoch, offset, removes: text === null }, writtenAt },
  };
}

const unfit = (text: string): Refused =>
  text === '' ? refused('invalid_params', 'There is nothing to say in that.') : refused('too_large');

/** What was read of the past, as it reads by what is known to have been amended since. */
export const readNow = (read: readonly Entry[], known: readonly Entry[]): Entry[] =>
  amended([...read, ...known]).slice(0, read.length);
