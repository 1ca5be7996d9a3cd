import { describe, expect, it } from 'vitest';
import { createPanelHost } from '../../client/panel-host.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { Source } from '../../protocol/model/source.ts';
import { ToPanel } from '../../protocol/wire/panel.ts';
import { key, room } from '../support/samples.ts';
import { harness } from './harness.ts';

describe('what is asked of CI', () => {
  const run = RunId.parse('run-1');

  it('is one job’s log, in the style that was wished for', async () => {
    const world = harness();
    const { session } = await world.online();
    const reading = session.log(run, 10, { job: '17', style: 'sgr' });
    await world.advance(20);
    expect(await reading).toMatchObject({ ok: true });
    expect(world.bridge.heard.at(-1)).toEqual({
      method: 'run/log',
      params: { run, from: 10, job: '17', style: 'sgr' },
    });
  });

  it('is what can be started for a branch', async () => {
    const world = harness();
    const workflows = [{ provider: 'memory', id: 'ci.yml', name: 'CI', inputs: [] }];
    world.bridge.memory.workflows = workflows;
    const { session } = world.open();
    expect(await session.workflows(key())).toMatchObject({ slug: 'not_connected' });
    session.start();
    await world.advance(50);
    const asking = session.workflows(key());
    await world.advance(20);
    expect(await asking).toEqual({ ok: true, value: workflows });
    expect(world.bridge.heard.at(-1)?.params).toMatchObject({ about: key() });
  });
});

describe('what was done at the engine', () => {
  const acted = { about: key(), line: 'ci rerun run-1', done: true };

  it('[E5] is told under the same mid after the line broke, and once', async () => {
    const world = harness({ firstWaitMs: 1_000 });
    const { session } = await world.online();
    world.bridge.unanswered.add('run/acted');
    const telling = session.acted(acted);
    await world.advance(20);
    world.bridge.unanswered.clear();
    world.bridge.cut();
    await world.advance(2_000);
    expect(await telling).toMatchObject({ ok: true });
    expect(world.bridge.memory.acted).toHaveLength(1);
    const told = world.bridge.heard.filter(({ method }) => method === 'run/acted');
    expect(told).toHaveLength(2);
    expect(told[0]?.params).toEqual(told[1]?.params);
  });

  it('is not told while offline, nor where it is too long', async () => {
    const world = harness();
    const { session } = world.open();
    expect(await session.acted(acted)).toMatchObject({
      slug: 'not_connected',
      message: expect.stringContaining('not told'),
    });
    session.start();
    await world.advance(50);
    expect(await session.acted({ ...acted, line: 'x'.repeat(2_001) })).toMatchObject({ slug: 'too_large' });
    world.bridge.unanswered.add('run/acted');
    const open = session.acted(acted);
    session.close();
    expect(await open).toMatchObject({ slug: 'not_connected' });
  });
});

describe('who somebody is on a forge', () => {
  it('is told by hello, and by the answer to what was claimed', async () => {
    const world = harness();
    const { session } = await world.online();
    expect(session.accounts()).toEqual([]);
    const claimed = { forge: 'hub', id: '7', login: 'ana-m' };
    const claiming = session.account(claimed);
    await world.advance(20);
    expect(await claiming).toEqual({ ok: true, value: [{ ...claimed, proved: false }] });
    expect(session.accounts()).toEqual([{ ...claimed, proved: false }]);
    world.bridge.refuse('person/account', { slug: 'forbidden_or_missing' });
    const again = session.account({ ...claimed, login: 'bo' });
    await world.advance(20);
    expect(await again).toMatchObject({ ok: false });
    expect(session.accounts()).toHaveLength(1);
  });
});

describe('the sources of a room', () => {
  const late: Source = { id: 'hub', kind: 'forge', name: 'Hub', state: 'failing', asOf: 1, why: 'rate limit' };
  const news = (sources: readonly Source[]) =>
    JSON.stringify({ jsonrpc: '2.0', method: 'sources/changed', params: { room, sources } });

  it('are taken as a whole, and told', async () => {
    const world = harness();
    const { session, of } = await world.online();
    expect(session.room()?.sources).toBeUndefined();
    world.bridge.raw(news([late]));
    await world.advance(20);
    expect(session.room()?.sources).toEqual([late]);
    expect(of('sources').map(({ sources }) => sources)).toEqual([[late]]);
  });

  it('reach the panel, as do a job’s log and what can be started', async () => {
    const world = harness();
    const client = await world.online();
    const posts: ToPanel[] = [];
    const opened: unknown[] = [];
    const host = createPanelHost((message) => posts.push(ToPanel.parse(message)), {
      openLog: (...which) => opened.push(which),
      openLink: () => {},
      openPlace: () => {},
      openDiff: () => {},
      openExcerpt: () => {},
      seen: () => {},
      connect: () => {},
    });
    host.attach(client.session);
    host.asked({ type: 'ready' });
    host.told({ type: 'sources', sources: [late] });
    expect(posts.at(-1)).toEqual({ type: 'sources', sources: [late] });
    const run = RunId.parse('run-1');
    host.asked({ type: 'log', ask: 'l', run, from: 0, job: '17' });
    host.asked({ type: 'workflows', ask: 'w', about: key() });
    host.asked({ type: 'open-log', run, job: '17' });
    await world.advance(20);
    expect(world.bridge.heard.find(({ method }) => method === 'run/log')?.params).toMatchObject({ job: '17' });
    expect(posts.filter(({ type }) => type === 'answer')).toMatchObject([
      { ask: 'l', answer: { type: 'log' } },
      { ask: 'w', answer: { type: 'workflows', workflows: [] } },
    ]);
    expect(opened).toEqual([[run, '17']]);
  });
});
