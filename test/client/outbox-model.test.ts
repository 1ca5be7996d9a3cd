import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Client, type Harness, harness } from './harness.ts';

type Step =
  | { readonly type: 'say' | 'cut' | 'restart' | 'lose answers' | 'answer' | 'down' | 'up' }
  | { readonly type: 'kick'; readonly code: number }
  | { readonly type: 'refuse'; readonly slug: 'rate_limited' | 'store_unavailable' | 'internal' }
  | { readonly type: 'pass'; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ type: 'say' } as const) },
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
async function act(world: Harness, client: Client, step: Step, accepted: string[]): Promise<Client> {
  switch (step.type) {
    case 'say': {
      const text = `${accepted.length + 1}`;
      const said = client.session.say(text);
      if ((await said).ok) accepted.push(text);
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
      world.bridge.refuse('feed/say', { slug: step.slug, retryAfterMs: 1_000 });
      return client;
    case 'kick':
      world.bridge.kick(step.code);
      return client;
    case 'cut':
      world.bridge.cut();
      return client;
    case 'lose answers':
      world.bridge.unanswered.add('feed/say');
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
        let client = await world.online();
        for (const step of script) client = await act(world, client, step, accepted);
        world.bridge.down = false;
        world.bridge.unanswered.clear();
        world.bridge.cut();
        await world.advance(300_000);
        expect(world.bridge.memory.said.map(({ text }) => text)).toEqual(accepted);
        expect(client.session.pending()).toEqual([]);
        expect(world.keep.items).toEqual([]);
        expect(world.bridge.faults).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
