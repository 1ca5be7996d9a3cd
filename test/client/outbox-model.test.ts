import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Client, type Harness, harness } from './harness.ts';

type Step =
  | { readonly type: 'amend'; readonly text: string | null }
  | { readonly type: 'say' | 'cut' | 'restart' | 'lose answers' | 'answer' | 'down' | 'up' }
  | { readonly type: 'kick'; readonly code: number }
  | { readonly type: 'refuse'; readonly slug: 'rate_limited' | 'store_unavailable' | 'internal' }
  | { readonly type: 'pass'; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ type: 'say' } as const) },
    fc.constantFrom({ type: 'amend', text: 'changed' } as const, { type: 'amend', text: null } as const),
    {
      weight: 6,
      arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(0, 3, 7, 40, 2_000, 15_000) }),
    },
    fc.constantFrom(
      { type: 'cut' },
      { type: 'restart' },
      { type: 'lose answers' },
      { type: 'answer' },
      { type: 'down' },
      { type: 'up' },
    ),
    fc.record({ type: fc.constant('kick' as const), code: fc.constantFrom(4000, 4100, 4200, 1006) }),
    fc.record({
      type: fc.constant('refuse' as const),
      slug: fc.constantFrom('rate_limited' as const, 'store_unavailable' as const, 'internal' as const),
    }),
  ),
  { maxLength: 40 },
);

/** Does one step, and answers the client that there is after it. */
async function act(
  world: Harness,
  client: Client,
  step: Step,
  accepted: string[],
  wanted: (string | null)[],
): Promise<Client> {
  switch (step.type) {
    case 'say': {
      const text = `${accepted.length + 1}`;
      const said = client.session.say(text);
      if ((await said).ok) accepted.push(text);
      return client;
    }
    case 'amend': {
      // The first message, once it is known; of a feed that is loaded anew the offsets are the same here.
      if (world.bridge.entries[0]?.type !== 'said' || !(await client.session.amend(1, step.text)).ok) return client;
      wanted.push(step.text);
      return client;
    }
    case 'restart': {
      client.session.close();
      const next = world.open();
      next.session.start();
      return next;
    }
    case 'pass':
      await world.advance(step.ms);
      return client;
    case 'refuse':
      for (const method of ['feed/say', 'feed/amend'] as const)
        world.bridge.refuse(method, { slug: step.slug, retryAfterMs: 1_000 });
      return client;
    case 'kick':
      world.bridge.kick(step.code);
      return client;
    case 'cut':
      world.bridge.cut();
      return client;
    case 'lose answers':
      for (const method of ['feed/say', 'feed/amend'] as const) world.bridge.unanswered.add(method);
      return client;
    case 'answer':
      world.bridge.unanswered.clear();
      return client;
    case 'down':
    case 'up':
      world.bridge.down = step.type === 'down';
      return client;
  }
}

describe('the outbox, whatever breaks', () => {
  it('[E2] [E3] [E4] brings each message once, in its order, to a bridge that knows a mid again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const world = harness();
        const accepted: string[] = [];
        const wanted: (string | null)[] = [];
        let client = await world.online();
        for (const step of script) client = await act(world, client, step, accepted, wanted);
        world.bridge.down = false;
        world.bridge.unanswered.clear();
        world.bridge.cut();
        await world.advance(300_000);
        expect(world.bridge.memory.said.map(({ text }) => text)).toEqual(accepted);
        // Once it was taken back nothing changes it any more, and whoever tries is told so.
        const lasting = wanted.slice(0, wanted.includes(null) ? wanted.indexOf(null) + 1 : wanted.length);
        expect(world.bridge.memory.amended.map(({ text }) => text)).toEqual(lasting);
        const refused = client.session.pending();
        expect(refused.every((each) => each.amends === 1 && each.refused !== undefined)).toBe(true);
        expect(world.keep.items).toHaveLength(refused.length);
        expect(world.bridge.faults).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
