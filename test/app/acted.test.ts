import { describe, expect, it } from 'vitest';
import { recordActed } from '../../bridge/app/acted.ts';
import { Mid } from '../../protocol/model/ids.ts';
import { key, room } from '../support/samples.ts';
import { ana, ready } from './actions-scene.ts';

describe('what somebody did by themselves', () => {
  it('[E2] is recorded once, and nothing else under the same id', async () => {
    const { world } = await ready();
    const acted = { mid: Mid.parse(world.ids.mid()), room, about: key(), line: 'ci cancel', done: false, why: 'no' };
    const first = await recordActed(world, ana, acted);
    expect(first).toMatchObject({ ok: true });
    expect(await recordActed(world, ana, acted)).toMatchObject({ ok: true, value: { dup: true } });
    for (const other of [{ about: key('feat/other') }, { why: 'yes' }, { done: true }])
      expect(await recordActed(world, ana, { ...acted, ...other })).toMatchObject({
        ok: false,
        refusal: { slug: 'idempotency_conflict' },
      });
    const feed = await world.store.feed(room, { after: 0 }, 20);
    expect(feed?.entries.filter(({ type }) => type === 'answered')).toHaveLength(1);
  });
});
