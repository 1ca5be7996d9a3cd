import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { busy } from '../../bench/day/acts.ts';
import { figuresOf } from '../../bench/day/figures.ts';
import { channel, live } from '../../bench/day/live.ts';
import { plan } from '../../bench/day/plan.ts';
import { markIn } from '../../bench/day/talk.ts';
import { root } from '../support/project.ts';

const small = { ...busy, branches: 4, ciEvents: 60, messages: 12 };
const timeout = 120_000;

describe('a replayed day', { timeout }, () => {
  it('ends with every card right and every message told once; progress does not hurry', async () => {
    const lived = await live(5, small);
    const { figures, details } = await figuresOf(lived);
    expect(figures.cards).toBeGreaterThan(3);
    expect(details.wrong).toEqual([]);
    expect(figures).toMatchObject({ cardsRight: figures.cards, messagesOnceInOrder: 12, messages: 12 });
    expect(figures.messagesPerMergedPullRequest).toBeLessThanOrEqual(2);
    expect(details.hasty).toEqual([]);
    expect(details.slowestMs).toBeLessThan(20_000);
    expect(lived.slack.violations).toEqual([]);

    // The figures tell where something is missing.
    const standing = await lived.slack.messages(channel);
    const ours = standing.filter(({ user }) => user === lived.slack.bot.userId);
    const relayed = ours.find(({ text }) => markIn(text) !== undefined);
    const card = ours.find(({ ts }) =>
      lived.watched.shown.some((each) => each.message === ts && each.content?.type === 'card'),
    );
    for (const each of [relayed, card]) await lived.slack.delete('shiproom', channel, each?.ts ?? '');
    const { figures: less } = await figuresOf(lived);
    expect(less).toMatchObject({ cardsRight: figures.cards - 1, messagesOnceInOrder: 11 });
    await lived.close();
  });

  it('costs more calls where progress waits for nothing', async () => {
    const calm = await live(5, small);
    const hasty = await live(5, small, { hasty: true });
    const [before, after] = [await figuresOf(calm), await figuresOf(hasty)];
    await Promise.all([calm.close(), hasty.close()]);
    expect(after.details.hasty.length).toBeGreaterThan(5);
    expect(after.figures.callShare).toBeGreaterThan(1.3 * before.figures.callShare);
  });

  it('is told by its program, whose last line is the figures', async () => {
    const args = ['--seed', '2', '--branches', '1', '--events', '12', '--messages', '2', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bench/replay-day.ts'), ...args]);
    const figures: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(figures).toEqual({
      messagesPerMergedPullRequest: expect.any(Number),
      callShare: expect.any(Number),
      cardsRight: 1,
      cards: 1,
      messagesOnceInOrder: 2,
      messages: 2,
      apiCalls: expect.any(Number),
    });
  });
});

describe('the plan of a day', () => {
  it('is the same for a seed, and another for another', () => {
    expect(plan(1, busy)).toEqual(plan(1, busy));
    expect(plan(1, busy)).not.toEqual(plan(2, busy));
  });

  it('is as busy as it says', () => {
    for (const seed of [1, 2, 3]) {
      const acts = plan(seed, busy);
      const runs = acts.flatMap((act) => (act.type === 'begin' ? [act.plan] : []));
      const events = runs.reduce((sum, { jobs }) => sum + 3 + 3 * jobs.length, 0);
      const count = (type: string) => acts.filter((act) => act.type === type).length;
      expect(new Set(acts.map(({ branch }) => branch)).size).toBe(busy.branches + 1);
      expect(events).toBeGreaterThan(1_850);
      expect(events).toBeLessThan(2_150);
      expect(count('merge') / count('open')).toBeGreaterThan(0.7);
      expect(count('merge') / count('open')).toBeLessThan(0.9);
      for (const type of ['rerun', 'claim', 'let-in', 'changes', 'ready', 'close'])
        expect(count(type)).toBeGreaterThan(0);
    }
  });
});
