import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amended } from '../../protocol/model/amended.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { room } from '../support/samples.ts';
import { type Client, type Harness, harness } from './harness.ts';

type Step =
  | { readonly type: 'say' | 'skip' | 'cut' | 'tick' | 'wipe' | 'repeat' }
  /** The entry that is so far from the top, if there is one. */
  | { readonly type: 'amend'; readonly back: number; readonly text: string | null }
  | { readonly type: 'burst' | 'lose' | 'rewind' | 'fits'; readonly count: number }
  | { readonly type: 'kick'; readonly code: number }
  | { readonly type: 'pass'; readonly ms: number };

const counted = (type: 'burst' | 'lose' | 'rewind' | 'fits', ...counts: number[]): fc.Arbitrary<Step> =>
  fc.constantFrom(...counts).map((count) => ({ type, count }));

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<Step>({ type: 'say' }, { type: 'skip' }) },
    { weight: 5, arbitrary: fc.constantFrom(0, 4, 9, 300, 12_000).map((ms): Step => ({ type: 'pass', ms })) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('amend' as const),
        back: fc.nat({ max: 6 }),
        text: fc.constantFrom('changed', 'changed again', null),
      }),
    },
    fc.constantFrom<Step>({ type: 'cut' }, { type: 'tick' }, { type: 'wipe' }, { type: 'repeat' }),
    counted('burst', 3, 40, 501),
    counted('lose', 1, 3),
    counted('rewind', 1, 2, 9),
    counted('fits', 1, 5, 500),
    fc.constantFrom(4000, 4002, 4100, 4200, 4201, 1001, 1006).map((code): Step => ({ type: 'kick', code })),
  ),
  { maxLength: 40 },
);

async function act({ bridge, advance }: Harness, step: Step): Promise<void> {
  switch (step.type) {
    case 'say':
      return void bridge.say('said');
    case 'amend': {
      const entry = bridge.entries.at(-1 - step.back);
      // As a store has it, there is nothing to amend in what was taken back.
      if (entry?.type === 'said' && !entry.removed) bridge.amend(entry.offset, step.text);
      return;
    }
    case 'skip':
      return bridge.skip();
    case 'burst':
      for (let count = 0; count < step.count; count += 1) bridge.say(`burst ${count}`);
      return;
    case 'cut':
      return bridge.cut();
    case 'tick':
      return bridge.tick();
    case 'repeat': {
      const params = { room, epoch: bridge.epoch, entries: bridge.entries.slice(-3) };
      return bridge.raw(JSON.stringify({ jsonrpc: '2.0', method: 'feed/entries', params }));
    }
    case 'wipe':
      return bridge.memory.wipe();
    case 'rewind':
      // A backup is restored while the bridge is down; entries that follow take the places of those that are gone.
      bridge.cut();
      return bridge.memory.rewind(step.count);
    case 'lose':
      bridge.lose = step.count;
      return;
    case 'fits':
      bridge.helloEntries = step.count;
      return;
    case 'kick':
      return bridge.kick(step.code);
    case 'pass':
      return advance(step.ms);
  }
}

/** What a panel shows that has followed the events alone. */
function told({ events }: Client): readonly Entry[] {
  let entries: readonly Entry[] = [];
  for (const event of events) {
    if (event.type === 'room') entries = event.room.entries;
    if (event.type === 'entries') entries = amended([...entries, ...event.entries]);
  }
  return entries;
}

/** Each stretch between two whole rooms has its offsets one after another. */
function isWhole(entries: readonly Entry[]): boolean {
  return entries.every(({ offset }, index) => index === 0 || offset === (entries[index - 1]?.offset ?? 0) + 1);
}

/** Without a new epoch nobody can see that an old backup was restored, once as much was written as is gone. */
const rewinds = (script: readonly Step[]): boolean => script.some(({ type }) => type === 'rewind');

describe('a feed that is resumed, whatever breaks', () => {
  it('[B2] [B4] ends as the bridge has it, with nothing twice and no hole', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const world = harness();
        world.bridge.say('first');
        const client = await world.online();
        for (const step of script) {
          await act(world, step);
          expect(isWhole(told(client))).toBe(true);
        }
        world.bridge.lose = 0;
        // Ticks alone have to heal what is left: a silence would make every client come back.
        for (let tick = 0; tick < 8; tick += 1) {
          world.bridge.tick();
          await world.advance(20_000);
        }
        const { entries } = world.bridge;
        const shown = client.session.room()?.entries ?? [];
        expect(shown).toEqual(told(client).slice(-1_000));
        expect(shown.at(-1)?.offset ?? 0).toBe(entries.length);
        expect(shown).toEqual(rewinds(script) ? shown : entries.slice(entries.length - shown.length));
        expect(world.bridge.faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('[B2] begins anew with a cursor that is ahead of the feed, and says so', async () => {
    const world = harness();
    for (let count = 1; count <= 5; count += 1) world.bridge.say(`${count}`);
    const { session, of } = await world.online();
    world.bridge.cut();
    world.bridge.memory.rewind(3);
    await world.advance(20_000);
    expect(session.room()?.entries).toEqual(world.bridge.entries);
    expect(session.room()?.reloaded).toBe(true);
    expect(of('room')).toHaveLength(2);
  });
});
