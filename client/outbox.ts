import type { Mid } from '../protocol/model/ids.ts';
import type { Pending } from '../protocol/wire/panel.ts';
import { utf8Bytes } from './bytes.ts';
import type { OutboxItem, OutboxKeep } from './keep.ts';
import { notKept, refused } from './refusals.ts';
import type { Outcome } from './session.ts';

/** [E3] As much as is kept of what was not sent, and for how long it may still be sent: less than the bridge remembers a `mid`. */
export const outboxLimits = { items: 1_000, bytes: 5_000_000, ageMs: 72 * 3_600_000 } as const;

/** What was written here and is not acknowledged. Nothing leaves it but by an acknowledgement or by its writer's wish. */
export interface Outbox {
  /** Reads what was kept. Until then, and where that fails, nothing is written: it would overwrite what cannot be read. */
  load(): Promise<void>;
  /** What is kept, in the order in which it was written. */
  items(): readonly OutboxItem[];
  /** Resolves once the item is kept; refused, visibly, where the outbox is full. */
  add(item: OutboxItem): Promise<Outcome<Mid>>;
  /** The item is gone from `items` at once. What is not there, or not read yet, stays as it is kept. */
  remove(mid: string): Promise<void>;
  /** Keeps the item with the reason why it will not be sent, until its writer forgets it. */
  refuse(mid: string, reason: string): Promise<void>;
}

export function createOutbox(keep: OutboxKeep, changed: () => void, log: (note: string) => void): Outbox {
  let all: readonly OutboxItem[] = [];
  const unkept = new Set<Mid>();
  const save = inTurn(() => keep.save(all));
  const loaded = once(async () => {
    all = [...(await keep.load())];
  });

  const items = (): readonly OutboxItem[] => all.filter(({ mid }) => !unkept.has(mid));

  async function replace(mid: string, by: (item: OutboxItem) => readonly OutboxItem[]): Promise<void> {
    if (!all.some((item) => item.mid === mid)) return;
    all = all.flatMap((item) => (item.mid === mid ? by(item) : [item]));
    changed();
    await save().catch(() => log('The outbox could not be written.'));
  }

  return {
    items,
    async load() {
      await loaded().catch(() => log('The outbox could not be read.'));
      changed();
    },
    async add(item) {
      let over: readonly OutboxItem[] = [];
      try {
        await loaded();
        if (isFull(all, item)) return full;
        over = all.filter((each) => isOverBy(each, item));
        all = [...all.filter((each) => !over.includes(each)), item];
        unkept.add(item.mid);
        await save();
        unkept.delete(item.mid);
        changed();
        return { ok: true, value: item.mid };
      } catch {
        all = [...over, ...all.filter(({ mid }) => mid !== item.mid)];
        unkept.delete(item.mid);
        return notKept;
      }
    },
    remove: (mid) => replace(mid, () => []),
    refuse: (mid, reason) => replace(mid, (item) => [{ ...item, refused: reason }]),
  };
}

/** How its writer sees what waits. */
export function pendingOf({ mid, text, about, amends, refused: why }: OutboxItem): Pending {
  return { mid, text, about, refused: why, ...(amends && { amends: amends.offset, removes: amends.removes }) };
}

/** Of a message that is taken back, nothing is kept that the bridge did not want to be said of it. */
const isOverBy = ({ amends, refused: why }: OutboxItem, next: OutboxItem): boolean =>
  why !== undefined &&
  next.amends?.removes === true &&
  amends?.offset === next.amends.offset &&
  amends.epoch === next.amends.epoch;

const full = refused(
  'queue_full',
  'Too much waits to be sent already. Connect to the bridge, or discard something that waits.',
);

const sizeOf = (item: OutboxItem): number => utf8Bytes(JSON.stringify(item));

function isFull(items: readonly OutboxItem[], item: OutboxItem): boolean {
  if (items.length >= outboxLimits.items) return true;
  return items.reduce((bytes, each) => bytes + sizeOf(each), sizeOf(item)) > outboxLimits.bytes;
}

/** Does `work` the first time only, and again only where it failed. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

/** One save at a time; those who wait share the next one, which begins after they asked. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    const mine = work().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
