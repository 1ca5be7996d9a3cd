import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import type { Store } from '../../bridge/ports/store.ts';
import { countingIds } from '../support/clock.ts';
import { ask, cardOf, ready } from './actions-scene.ts';

const hour = 60 * 60_000;

describe('a claim', () => {
  it('that is renewed while the old ones are looked for stands', async () => {
    const ids = countingIds();
    const store = createMemoryStore({ epoch: () => ids.hex(16) });
    let meanwhile: (() => Promise<unknown>) | undefined;
    const list: Store['list'] = async (kind) => {
      const found = await store.list(kind);
      const renew = kind === 'card' ? meanwhile : undefined;
      if (renew) meanwhile = undefined;
      await renew?.();
      return found;
    };
    const { world, clock } = await ready({ store: { ...store, list } });
    await ask(world, 'claim');
    await clock.advance(8 * hour - 1_000);
    meanwhile = () => ask(world, 'claim');
    await clock.advance(2 * 60_000);
    expect(meanwhile).toBeUndefined();
    expect((await cardOf(world))?.claim?.by.id).toBe('owner');
  });
});
