import { beforeEach, describe, expect, it } from 'vitest';
import { claimDevice, type Locks } from '../../media/page-device.ts';
import { createPageKeep } from '../../media/page-keep.ts';
import { Epoch, Mid, RoomId } from '../../protocol/model/ids.ts';
import { key } from '../support/samples.ts';

const keep = createPageKeep(sessionStorage);
let minted = 0;
const mint = () => `device-number-${(minted += 1)}`;

/** The locks of one browser, which all its tabs share. */
function browser(): Locks {
  const held = new Set<string>();
  return {
    async request(name, _options, use) {
      if (held.has(name)) return use(null);
      held.add(name);
      return use({ name });
    },
  };
}

beforeEach(() => sessionStorage.clear());

describe('a tab’s device', () => {
  it('stays the same as long as the tab lives', async () => {
    const first = await claimDevice(keep, browser(), mint);
    // Loading again lets go of the lock.
    expect(await claimDevice(keep, browser(), mint)).toBe(first);
  });

  it('is another in a duplicated tab, which inherits the storage', async () => {
    const locks = browser();
    const first = await claimDevice(keep, locks, mint);
    const second = await claimDevice(keep, locks, mint);
    expect(second).not.toBe(first);
    expect(keep.device()).toBe(second);
  });

  it('does without locks where the page is not served securely, or they fail', async () => {
    const first = await claimDevice(keep, undefined, mint);
    expect(await claimDevice(keep, undefined, mint)).toBe(first);
    const broken: Locks = { request: () => Promise.reject(new Error('no locks')) };
    expect(await claimDevice(keep, broken, mint)).toBe(first);
  });
});

describe('what a page keeps', () => {
  it('counts what cannot be read any more as absent', async () => {
    for (const junk of ['', '{', '[1]', '{"draft":1}']) {
      for (const name of ['outbox', 'memory', 'device']) sessionStorage.setItem(`shiproom.${name}`, junk);
      expect(await keep.outbox.load()).toEqual([]);
      expect(keep.memory.load()).toEqual({ draft: '', open: {} });
      expect(keep.device()).toBeUndefined();
    }
  });

  it('brings back what it was given', async () => {
    const mid = Mid.parse('01890000-0000-7000-8000-000000000001');
    const web = RoomId.parse('web');
    const amends = { epoch: Epoch.parse('0'.repeat(32)), offset: 3, removes: true };
    const items = [
      { mid, room: web, text: 'hello', about: key(), writtenAt: 5, refused: 'No.' },
      { mid, room: web, text: '', amends, writtenAt: 5 },
    ];
    await keep.outbox.save(items);
    keep.memory.save({ draft: 'x', open: { People: true } });
    expect(await keep.outbox.load()).toEqual(items);
    expect(keep.memory.load()).toEqual({ draft: 'x', open: { People: true } });
    await keep.outbox.save([]);
    expect(await keep.outbox.load()).toEqual([]);
  });

  it('refuses to keep what does not fit', async () => {
    const full = createPageKeep({
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    } as unknown as Storage);
    const mid = Mid.parse('01890000-0000-7000-8000-000000000001');
    await expect(full.outbox.save([{ mid, room: RoomId.parse('web'), text: 'x', writtenAt: 1 }])).rejects.toThrow(
      'Quota',
    );
  });
});
