import type { Card } from '../../protocol/model/card.ts';
import type { BranchName, Epoch, PersonId, RepositoryId, RoomId, RunId, Sha } from '../../protocol/model/ids.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Message } from '../../protocol/model/message.ts';
import type {
  AuditRow,
  Change,
  CommitResult,
  Delivery,
  NewDelivery,
  NewEntry,
  Put,
  Settled,
  Store,
} from '../../bridge/ports/store.ts';

/** A store to be tried, empty; `reopen` closes it and opens the same again, where it outlives its process. */
export interface StoreBench {
  readonly store: Store;
  readonly reopen?: () => Promise<Store>;
}

export const roomA = 'a-room' as RoomId;
export const roomB = 'b-room' as RoomId;
const ada = 'ada' as PersonId;
const repository = 'example.test/team/app' as RepositoryId;
export const cardKey = { repository, branch: 'main' as BranchName };

/** Mints epochs that are no secret: 32 hex digits, each another. */
export function countingEpochs(): () => Epoch {
  let minted = 0;
  return () => (++minted).toString(16).padStart(32, '0') as Epoch;
}

export const words = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

export const said = (text: string, at = 1): NewEntry => ({
  type: 'said',
  at,
  by: { type: 'person', person: { id: ada, name: 'Ada' } },
  message: words(text),
});

export const putRoom = (room: RoomId, after = 0): Put => ({
  kind: 'room',
  id: room,
  room,
  after,
  value: { id: room, name: `Room ${after}`, repositories: [repository] },
});

export const putPerson = (id: string, after: number, name = id): Put => ({
  kind: 'person',
  id,
  after,
  value: { id: id as PersonId, name, owner: false },
});

const card: Card = {
  key: cardKey,
  version: 3,
  updatedAt: 5,
  work: [],
  forge: {
    forge: 'local-git',
    revision: 1,
    base: 'main' as BranchName,
    ahead: 0,
    behind: 2,
    conflicts: 'none',
    merged: false,
    pullRequest: null,
  },
  ci: [],
};

/** A new thing of each kind. */
export const oneOfEach: readonly Put[] = [
  putRoom(roomA),
  putPerson('ada', 0, 'Ada 😀 \u202e "quoted"'),
  { kind: 'token', id: 'hash', after: 0, value: { person: ada, createdAt: 4, revokedAt: 9 } },
  { kind: 'code', id: 'hash', after: 0, value: { person: ada, expiresAt: 7 } },
  { kind: 'card', id: 'card', room: roomA, after: 0, value: card },
  {
    kind: 'run',
    id: 'run',
    room: roomA,
    after: 0,
    value: {
      room: roomA,
      about: cardKey,
      handle: '{"pid":1}',
      run: {
        run: 'run' as RunId,
        provider: 'local',
        workflow: 'test',
        commit: 'a'.repeat(40) as Sha,
        attempt: 1,
        revision: 2,
        state: 'failed',
        queuedAt: 1,
        failures: [{ name: 'adds', line: 3 }],
        lines: ['not ok'],
      },
    },
  },
  { kind: 'bookmark', id: 'chat/C1', after: 0, value: { message: '17.5' } },
  { kind: 'thread', id: 'chat/C1/17.5', after: 0, value: { about: cardKey } },
  {
    kind: 'outcome',
    id: 'key',
    after: 0,
    value: { hash: 'h', at: 1, outcome: { reply: ['ok', null] }, offsets: [1, 2] },
  },
];

export const message = (id: string, lane = 'lane', queuedAt = 1): NewDelivery => ({
  id,
  room: roomA,
  lane,
  queuedAt,
  wanted: 1,
  task: { type: 'message', platform: 'chat', channel: 'C1', message: words(id), about: cardKey, by: 'Ada' },
});

export const mirror = (id: string, wanted: number, lane = 'lane'): NewDelivery => ({
  id,
  room: roomA,
  lane,
  queuedAt: 1,
  wanted,
  task: { type: 'mirror', platform: 'chat', channel: 'C1', card: cardKey },
});

export const settled = (id: string, state: Settled['state'], more: Partial<Settled> = {}): Settled => ({
  id,
  state,
  notBefore: 0,
  attempts: 1,
  sent: 0,
  ...more,
});

export const audited = (act: string, verdict: AuditRow['verdict'] = 'allowed'): AuditRow => ({
  at: 1,
  room: roomA,
  person: ada,
  act,
  detail: 'main',
  verdict,
});

/** Commits a change that has to succeed; answers the offsets of its entries. */
export async function commit(store: Store, change: Omit<Change, 'at'> & { at?: number }): Promise<number[]> {
  const result = await store.commit({ at: 1, ...change });
  if (result.state !== 'committed') throw new Error(`expected a commit, got ${JSON.stringify(result)}`);
  return result.entries.map(({ entry }) => entry.offset);
}

/** What became of a change, a failure included, so that many can be compared at once. */
export async function outcomeOf(result: Promise<CommitResult>): Promise<CommitResult | { readonly state: 'threw' }> {
  return result.catch(() => ({ state: 'threw' }));
}

/** What an entry says; whatever nobody says begins with a mark. */
function wordsOf(entry: Entry): string {
  if (entry.type === 'said') return entry.removed ? '\u0001removed' : entry.message.text;
  return entry.type === 'amended' ? `\u0001of ${entry.of}:${entry.message?.text ?? ''}` : `\u0001${entry.type}`;
}

/** The words of all entries that are kept, oldest first. */
export async function feedWords(store: Store, room: RoomId): Promise<string[]> {
  const stretch = await store.feed(room, { after: 0 }, 100_000);
  return (stretch?.entries ?? []).map(wordsOf);
}

/** The delivery of that id. */
export async function deliveryOf(store: Store, id: string): Promise<Delivery | undefined> {
  const { deliveries } = await store.trace({ delivery: id });
  return deliveries.find((delivery) => delivery.id === id);
}
