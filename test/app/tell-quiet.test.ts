import { describe, expect, it } from 'vitest';
import { receiveReport } from '../../bridge/app/ci/receive-report.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { tellEntry } from '../../bridge/app/routes/tell.ts';
import type { NewEntry } from '../../bridge/ports/store.ts';
import type { Mid } from '../../protocol/model/ids.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { person, sha } from '../support/samples.ts';
import { key, openRoutes, pull, room, route } from './routes-scene.ts';

const mid = (text: string) => `00000000-0000-7000-8000-${text.padStart(12, '0')}` as Mid;

describe('quiet hours', () => {
  // The test's clock stands at a quarter past midnight, UTC, on a Thursday.
  const night = { zone: 'UTC', hours: { from: 0, to: 8 * 60 } };
  const eight = 8 * 60 * 60_000;

  it('gather what happens, and tell it together when they end; the card goes on', async () => {
    const { ends, sent, world, ledger } = await openRoutes([route('all', ['general'], { quiet: night })]);
    await ends('feat/login', 'failed');
    await ends('feat/login', 'passed');
    await ends('feat/b', 'failed');
    expect((await sent()).toSorted()).toEqual(['digest general', 'mirror general']);
    const [digest] = await world.store.list('digest');
    expect(digest?.value).toMatchObject({ dueAt: eight, reason: 'quiet', more: 0 });
    expect(digest?.value.items.map(({ text }) => text)).toEqual([
      expect.stringContaining('went red'),
      expect.stringContaining('green again'),
      expect.stringContaining('feat/b'),
    ]);
    expect(await ledger()).toContainEqual(expect.stringContaining('the quiet hours last until 1970-01-01 08:00 UTC'));
    const due = async (now: number) => (await world.store.due(now, 1, 50)).map(({ task }) => task.type);
    expect(await due(eight - 1)).not.toContain('digest');
    expect(await due(eight)).toContain('digest');
  });

  it('gather two things of one moment in one digest', async () => {
    const { world } = await openRoutes([
      route('a', ['general'], { quiet: night }),
      route('b', ['general', 'web'], { digest: { zone: 'UTC', at: [8 * 60] } }),
    ]);
    const entry = (turn: 'red' | 'fixed'): NewEntry => ({
      type: 'turned',
      at: 1,
      turn,
      about: key(),
      message: { text: turn, blocks: [] },
    });
    const first = await tellEntry(world, room, entry('red'), 0);
    const second = await tellEntry(world, room, entry('fixed'), 1, undefined, [first]);
    const items = (channel: string) =>
      second.puts.findLast((put) => put.kind === 'digest' && put.value.channel === channel)?.value;
    expect(items('general')).toMatchObject({ items: [{ text: 'red' }, { text: 'fixed' }] });
    expect(items('web')).toMatchObject({ items: [{ text: 'red' }, { text: 'fixed' }] });
  });

  it('lose nothing of what had waited to be known, where that and the news go into one digest', async () => {
    const { world } = await openRoutes([route('all', ['general'], { quiet: night, include: { authors: ['ann'] } })]);
    const ends = (number: number, state: 'failed' | 'passed', actor?: string) =>
      receiveReport(world, 'scripted', {
        run: RunId.parse(`run/${number}`),
        attempt: 1,
        revision: 1,
        state,
        endedAt: world.clock.now() + number,
        ...(state === 'failed' ? { failures: [], lines: [] } : {}),
        of: {
          ...key(),
          commit: sha('a'),
          workflow: 'tests',
          queuedAt: world.clock.now() + number,
        },
        ...(actor === undefined ? {} : { actor }),
      });
    await ends(1, 'failed');
    expect(await world.store.list('digest')).toEqual([]);
    await ends(2, 'passed', 'ann');
    const [digest] = await world.store.list('digest');
    expect(digest?.value.items.map(({ text }) => text)).toEqual([
      expect.stringContaining('went red'),
      expect.stringContaining('green again'),
    ]);
  });

  it('hold nothing that people say', async () => {
    const { world, sent, tells } = await openRoutes([route('all', ['general'], { quiet: night, notify: 'never' })]);
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: 'who looks?', about: key() });
    expect(await sent()).toEqual(['mirror general', 'message general thread']);
  });
});
