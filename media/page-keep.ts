import * as z from 'zod/mini';
import type { OutboxKeep } from '../client/keep.ts';
import { CardKey } from '../protocol/model/card.ts';
import { DeviceId, Epoch, Mid, Offset, RoomId } from '../protocol/model/ids.ts';
import { type Memory, readMemory } from './memory.ts';

const names = {
  token: 'shiproom.token',
  device: 'shiproom.device',
  memory: 'shiproom.memory',
  outbox: 'shiproom.outbox',
  seen: 'shiproom.seen',
};

const Outbox = z.array(
  z.object({
    mid: Mid,
    room: RoomId,
    text: z.string(),
    about: z.exactOptional(CardKey),
    amends: z.exactOptional(z.object({ epoch: Epoch, offset: Offset, removes: z.boolean() })),
    writtenAt: z.number(),
    refused: z.exactOptional(z.string()),
  }),
);

/** What a page keeps of itself as long as its tab lives. What cannot be read any more counts as absent. */
export interface PageKeep {
  token(): string | undefined;
  setToken(token: string | undefined): void;
  device(): DeviceId | undefined;
  setDevice(device: DeviceId): void;
  /** The newest entry that its reader has seen. */
  seen(): number | undefined;
  setSeen(offset: number): void;
  readonly memory: { load(): Memory; save(memory: Memory): void };
  readonly outbox: OutboxKeep;
}

/** Over `sessionStorage`: each tab is a session of its own, and nothing of it is left when the tab is closed. */
export function createPageKeep(storage: Storage): PageKeep {
  const put = (name: string, value: string | undefined): void =>
    value === undefined ? storage.removeItem(name) : storage.setItem(name, value);
  return {
    token: () => storage.getItem(names.token) ?? undefined,
    setToken: (token) => put(names.token, token),
    device() {
      const parsed = DeviceId.safeParse(storage.getItem(names.device));
      return parsed.success ? parsed.data : undefined;
    },
    setDevice: (device) => put(names.device, device),
    seen() {
      const parsed = Offset.safeParse(readJson(storage.getItem(names.seen)));
      return parsed.success ? parsed.data : undefined;
    },
    setSeen: (offset) => put(names.seen, String(offset)),
    memory: {
      load: () => readMemory(readJson(storage.getItem(names.memory))),
      save: (memory) => put(names.memory, JSON.stringify(memory)),
    },
    outbox: {
      load: () => Promise.resolve(readOutbox(readJson(storage.getItem(names.outbox)))),
      // Asynchronous, so that a full storage rejects instead of throwing.
      save: async (items) => put(names.outbox, items.length === 0 ? undefined : JSON.stringify(items)),
    },
  };
}

function readOutbox(kept: unknown): z.infer<typeof Outbox> {
  const parsed = Outbox.safeParse(kept);
  return parsed.success ? parsed.data : [];
}

function readJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
