import { afterEach, describe, expect, it, vi } from 'vitest';
import { blank, cardId } from '../../bridge/domain/card.ts';
import type { NewEntry } from '../../bridge/ports/store.ts';
import { limits } from '../../bridge/server/limits.ts';
import { createSession } from '../../client/create-session.ts';
import type { Session } from '../../client/session.ts';
import { Origin } from '../../extension/connection/address.ts';
import { surroundingsOf } from '../../extension/connection/ws-socket.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { memoryKeep } from '../client/harness.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { device, key, person, room, run } from '../support/samples.ts';
import { countingMids } from '../support/surroundings.ts';

let server: BridgeServer | undefined;
let session: Session | undefined;
afterEach(async () => {
  session?.close();
  await server?.close();
  server = undefined;
});

/** Puts cards on the bridge as they are, without the work that led to them. */
async function keep({ world }: BridgeServer, count: number, ci: readonly CiRun[]): Promise<void> {
  const at = world.clock.now();
  const puts = Array.from({ length: count }, (_, number) => {
    const of = key(`feat/some-branch-${number}`);
    const value = { ...blank(of), ci: [...ci], version: 1, updatedAt: at - number };
    return { kind: 'card', id: cardId(of), room, after: 0, value } as const;
  });
  await world.store.commit({ at, puts });
}

async function talk({ world }: BridgeServer, count: number, text: string): Promise<void> {
  const by = { type: 'person', person: person('Owner') } as const;
  const said: NewEntry = { type: 'said', at: 0, by, message: { text, blocks: [] } };
  const entries = Array.from({ length: count }, () => ({ room, entry: said }));
  await world.store.commit({ at: world.clock.now(), entries });
}

function come({ world }: BridgeServer, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const who = { id: PersonId.parse(`chat:T0123ABCDE/U0123456${number}`), name: `Somebody Example ${number}` };
    const on = { key: key(`feat/some-branch-${number}`), sharedAt: number };
    world.roster.enter({ person: who, device: device(`of-${number}`), seen: true, on });
  }
}

/** An editor, with the frames that it takes and no longer ones. */
async function connect({ url, clock, token }: BridgeServer): Promise<Session> {
  const opened = createSession({
    surroundings: surroundingsOf(Origin.parse(url), { ...clock, chance: () => 0.5 }),
    credential: { token: await token('Ana') },
    device: { id: device(), name: 'a test' },
    keep: memoryKeep(),
    mid: countingMids(),
    counter: () => 1,
    tell: () => {},
  });
  session = opened;
  opened.start();
  await vi.waitFor(() => expect(opened.connection().state).toBe('online'), { timeout: 15_000 });
  return opened;
}

describe('a large room', () => {
  it('lets an editor in where 300 people are there, with 1,000 branches and a long tail of the feed', async () => {
    server = await startServer();
    await keep(server, 1_000, []);
    await talk(server, 100, 'x'.repeat(1_500));
    come(server, 300);
    const editor = await connect(server);
    await vi.waitFor(() => expect(editor.room()?.people).toHaveLength(301), { timeout: 15_000 });
    await vi.waitFor(() => expect(editor.room()?.cards).toHaveLength(1_000), { timeout: 15_000 });
    expect(editor.room()?.entries.at(-1)?.offset).toBe(100);
  }, 40_000);

  it('lets an editor in where one card alone nearly fills a frame', async () => {
    server = await startServer();
    const steps = Array.from({ length: 20 }, (_, number) => ({
      number,
      name: `step ${number}`,
      state: 'passed' as const,
    }));
    const jobs = Array.from({ length: 150 }, (_, number) => ({
      id: `job-${number}`,
      name: `build on machine ${number} of many`,
      attempt: 1,
      revision: 0,
      state: 'passed' as const,
      steps,
    }));
    await keep(server, 3, [run({ jobs }), run({ run: 'run-2', jobs: jobs.slice(0, 90) })]);
    await talk(server, 100, 'x'.repeat(1_500));
    const client = await server.hello('Ana');
    const cards = await Promise.all(
      [0, 1, 2].map((number) => client.until((frame) => JSON.stringify(frame).includes(`feat/some-branch-${number}"`))),
    );
    expect(cards).toHaveLength(3);
    for (const frame of client.frames) expect(JSON.stringify(frame).length).toBeLessThanOrEqual(limits.frameOut);
    await client.close();
  });
});
