import { describe, expect, it } from 'vitest';
import { createSession } from '../../client/create-session.ts';
import type { Shown } from '../../protocol/model/excerpt.ts';
import type { Overlap } from '../../protocol/model/presence.ts';
import { device, key, person, repository, sha } from '../support/samples.ts';
import { countingMids } from '../support/surroundings.ts';
import { harness, memoryKeep } from './harness.ts';

const plain = { seen: true, idle: false } as const;
const overlap: Overlap = { person: person('Bo'), on: key('feat/bo'), files: ['a.ts'] };
const shown: Shown = {
  of: { repository, commit: sha(), path: 'a.ts', line: 1, endLine: 1, before: [], after: [] },
  text: 'const a = 1;',
};

describe('how a window appears', () => {
  it('is told as it is now, and again after each hello, before the branch', async () => {
    const { bridge, online, advance } = harness();
    const { session } = await online();
    session.appear({ ...plain, files: ['a.ts'] });
    session.appear({ ...plain, files: ['b.ts'] });
    session.appear({ ...plain, idle: true });
    session.share(null);
    await advance(100);
    expect(bridge.memory.appeared).toMatchObject([{ files: ['a.ts'] }, { idle: true }]);
    bridge.kick(4000);
    await advance(12_000);
    expect(bridge.memory.appeared).toHaveLength(3);
    expect(bridge.memory.appeared.at(-1)).toMatchObject({ idle: true });
    const methods = bridge.heard.map(({ method }) => method);
    expect(methods.lastIndexOf('presence/appear')).toBeLessThan(methods.lastIndexOf('status/share'));
  });

  it('waits while offline, and goes on where the bridge does not know of it', async () => {
    const { bridge, open, advance } = harness();
    bridge.refuse('presence/appear', { slug: 'unknown_method' });
    const { session, notes } = open();
    session.appear(plain);
    session.start();
    await advance(100);
    expect(notes).toEqual([expect.stringContaining('was not told')]);
    session.appear({ ...plain, idle: true });
    await advance(100);
    expect(bridge.memory.appeared).toMatchObject([{ idle: true }]);
  });

  it('is told a while after a refusal, but taken back at once', async () => {
    const { bridge, online, advance } = harness();
    const { session } = await online();
    bridge.refuse('presence/appear', { slug: 'forbidden_or_missing' });
    bridge.refuse('status/share', { slug: 'forbidden_or_missing' });
    const status = { ...key(), head: sha(), changes: { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 } };
    session.appear({ ...plain, on: key() });
    session.share(status);
    await advance(100);
    session.appear({ ...plain, on: key('other') });
    session.share({ ...status, ahead: 1 });
    await advance(10_000);
    expect([bridge.memory.appeared, bridge.memory.shared]).toEqual([[], []]);
    session.share(null);
    session.appear({ seen: false, idle: false });
    await advance(50);
    expect(bridge.memory.appeared).toMatchObject([{ seen: false }]);
    expect(bridge.memory.shared).toMatchObject([{ status: null }]);
    session.share({ ...status, ahead: 2 });
    await advance(50);
    expect(bridge.memory.shared).toMatchObject([{ status: null }, { status: { ahead: 2 } }]);
  });

  it('is said in hello where it is not seen', async () => {
    const world = harness();
    let seen = false;
    const session = createSession({
      surroundings: world.surroundings,
      credential: { token: 'token-of-ana' },
      device: { id: device(), name: 'Test' },
      keep: memoryKeep(),
      mid: countingMids(),
      counter: () => 1,
      tell: () => {},
      seen: () => seen,
    });
    session.start();
    await world.advance(50);
    seen = true;
    world.bridge.kick(4000);
    await world.advance(12_000);
    const said = world.bridge.heard.filter(({ method }) => method === 'session/hello').map(({ params }) => params);
    expect(said).toMatchObject([{ seen: false }, { seen: true }]);
  });
});

describe('overlaps', () => {
  it('are as the bridge last told, and none while offline', async () => {
    const { bridge, online, advance } = harness();
    const { session, of } = await online();
    bridge.overlaps([overlap]);
    await advance(50);
    expect(session.overlaps()).toEqual([overlap]);
    bridge.kick(4000);
    await advance(50);
    expect(session.overlaps()).toEqual([]);
    expect(of('overlaps').map(({ overlaps }) => overlaps.length)).toEqual([1, 0]);
  });
});

describe('a line', () => {
  it('that is longer than a bridge reads is not completed, and not asked about', async () => {
    const { bridge, online } = harness();
    const { session } = await online();
    expect(await session.complete(`/${'x'.repeat(4_000)}`, 5)).toEqual({ ok: true, value: null });
    expect(bridge.heard.map(({ method }) => method)).not.toContain('command/complete');
  });

  it('is completed by the bridge, and not while offline', async () => {
    const { bridge, online, open, advance } = harness();
    bridge.memory.completion = { from: 0, to: 3, offers: [], picked: 0 };
    const { session } = await online();
    const asked = session.complete('/ci', 3, key());
    await advance(50);
    expect(await asked).toEqual({ ok: true, value: bridge.memory.completion });
    expect(bridge.heard.at(-1)?.params).toMatchObject({ text: '/ci', caret: 3, about: key() });
    expect(await open().session.complete('/ci', 3)).toMatchObject({ ok: false, slug: 'not_connected' });
  });

  it('that is a message is not shown to the bridge before it is sent, but for the name that is being called', async () => {
    const { bridge, online, advance } = harness();
    bridge.memory.completion = { from: 0, to: 3, offers: [{ label: 'Ana', detail: '', insert: '@Ana ' }], picked: 0 };
    const { session } = await online();
    const asked = session.complete('I doubt it, @an is right', 15);
    await advance(50);
    expect(await asked).toEqual({ ok: true, value: { ...bridge.memory.completion, from: 12, to: 15 } });
    expect(bridge.heard.at(-1)?.params).toMatchObject({ text: '@an ', caret: 3 });
    const heard = bridge.heard.length;
    for (const text of ['I doubt it', 'ana@example', 'call @ana ']) {
      expect(await session.complete(text, text.length)).toEqual({ ok: true, value: null });
    }
    expect(bridge.heard.length).toBe(heard);
  });
});

describe('lines of code', () => {
  it('[E3] survive a restart while they wait, and go with their message', async () => {
    const { bridge, keep, online, open, advance } = harness();
    const { session } = await online();
    bridge.down = true;
    bridge.kick(4000);
    await advance(50);
    expect(await session.say('look', undefined, shown)).toMatchObject({ ok: true });
    session.close();
    expect(JSON.parse(JSON.stringify(keep.items))).toMatchObject([{ text: 'look', excerpt: shown }]);
    bridge.down = false;
    open().session.start();
    await advance(100);
    expect([bridge.memory.said.length, bridge.memory.showed]).toEqual([1, [shown]]);
  });
});
