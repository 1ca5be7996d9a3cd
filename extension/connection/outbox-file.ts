import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { OutboxItem, OutboxKeep } from '../../client/keep.ts';
import { CardKey } from '../../protocol/model/card.ts';
import { Shown } from '../../protocol/model/excerpt.ts';
import { Epoch, Instant, Mid, Offset, RoomId } from '../../protocol/model/ids.ts';

const Kept = z.object({
  version: z.literal(1),
  items: z.array(
    z.object({
      mid: Mid,
      room: RoomId,
      text: z.string(),
      about: z.optional(CardKey),
      excerpt: z.optional(Shown),
      amends: z.optional(z.object({ epoch: Epoch, offset: Offset, removes: z.boolean() })),
      writtenAt: Instant,
      refused: z.optional(z.string()),
    }),
  ),
});

/**
 * The outbox in one file, of one window and one bridge. A `save` is whole on the disk or has not happened: it is written beside, synced,
 * and renamed. A file that cannot be read is never overwritten but put aside, and `aside` is told where.
 */
export function createOutboxFile(path: string, aside: (where: string) => void): OutboxKeep {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    load: () => inTurn(() => load(path, aside)),
    save: (items) => inTurn(() => save(path, items)),
  };
}

async function load(path: string, aside: (where: string) => void): Promise<readonly OutboxItem[]> {
  const text = await readIfThere(path);
  if (text === undefined) return [];
  const kept = z.safeParse(Kept, json(text));
  if (kept.success) return kept.data.items.map(present);
  const where = `${path}.unreadable-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  await rename(path, where);
  aside(where);
  return [];
}

async function save(path: string, items: readonly OutboxItem[]): Promise<void> {
  const beside = `${path}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify({ version: 1, items }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}

/** Makes the rename itself survive a loss of power. Windows cannot open a folder, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the keys that are there and undefined, which a schema's optional fields may bring. */
function present({ about, excerpt, amends, refused, ...item }: z.infer<typeof Kept>['items'][number]): OutboxItem {
  return {
    ...item,
    ...(about && { about }),
    ...(excerpt && { excerpt }),
    ...(amends && { amends }),
    ...(refused !== undefined && { refused }),
  };
}
