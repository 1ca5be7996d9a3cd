import { describe, expect, it } from 'vitest';
import { mirrorId } from '../../bridge/domain/route.ts';
import { key, openRoutes, pull, route } from './routes-scene.ts';
import { room } from '../support/samples.ts';

describe('what happens to a branch', () => {
  it('is told in the thread of its card', async () => {
    const { ends, sent } = await openRoutes([route('all', ['general'])]);
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual(['mirror general', 'message general thread']);
  });

  it('is seen in the channel too where the default branch went red, and where somebody is asked for an approval', async () => {
    const { ends, sent, tells } = await openRoutes([route('all', ['general'])]);
    await tells('main', { pullRequest: null });
    await ends('main', 'failed');
    await ends('main', 'passed');
    expect(await sent('main')).toEqual(['mirror general', 'message general thread +channel', 'message general thread']);
    // Another branch is called `main` elsewhere; here it is none that others are merged into.
    await tells('master', { pullRequest: pull() });
    await ends('master', 'failed');
    expect(await sent('master')).toContain('message general thread');
  });

  it('is told as far as the route wants, and the ledger says of each route why it was or was not', async () => {
    const { ends, sent, ledger } = await openRoutes([
      route('never', ['one'], { notify: 'never' }),
      route('failure', ['two'], { notify: 'failure' }),
      route('change', ['three'], { notify: 'change' }),
      route('all', ['four'], { notify: 'all' }),
    ]);
    await ends('feat/login', 'failed');
    await ends('feat/login', 'passed');
    await ends('feat/login', 'passed', { asked: true });
    const messages = (await sent()).filter((each) => each.startsWith('message'));
    const count = (channel: string) => messages.filter((each) => each.includes(channel)).length;
    expect(['one', 'two', 'three', 'four'].map(count)).toEqual([0, 1, 2, 3]);
    expect((await sent()).filter((each) => each.startsWith('mirror'))).toHaveLength(4);
    const rows = await ledger();
    const fixed = rows.filter((row) => row.includes('green again'));
    expect(fixed).toEqual([
      expect.stringContaining('left | route “never”: notify: never does not tell of “fixed”'),
      expect.stringContaining('left | route “failure”: notify: failure does not tell of “fixed”'),
      expect.stringContaining('posted | route “change” to memory three: notify: change'),
      expect.stringContaining('posted | route “all” to memory four: notify: all'),
    ]);
  });

  it('that is no news is in the ledger all the same, with why', async () => {
    const { ends, ledger } = await openRoutes([route('all', ['general'])]);
    await ends('feat/login', 'passed');
    expect(await ledger()).toContain('tests #1 passed | left | it was not red before');
  });

  it('is in the ledger in few words, however many places a route leads to, and however long they are called', async () => {
    const places = Array.from({ length: 40 }, (_, index) => `${'a-long-name-'.repeat(4)}${index}`);
    const { ends, world } = await openRoutes([route('all', [...places, 'x'.repeat(900)])]);
    await ends('feat/login', 'failed');
    const { rows } = await world.store.trace({ room, card: key('feat/login') });
    expect(rows.length).toBeGreaterThan(40);
    expect(Math.max(...rows.flatMap(({ event, rule }) => [event.length, rule.length]))).toBe(500);
    expect(rows[0]?.rule).toMatch(/^route “all” to memory a-long-name-.*…$/);
  });

  it('is told once in a place, whatever number of routes lead there', async () => {
    const { ends, sent, ledger } = await openRoutes([route('a', ['general']), route('b', ['general', 'web'])]);
    await ends('feat/login', 'failed');
    expect((await sent()).filter((each) => each.startsWith('message'))).toEqual([
      'message general thread',
      'message web thread',
    ]);
    expect(await ledger()).toContainEqual(
      expect.stringContaining('left | route “b” to memory general: route “a” tells it there'),
    );
  });
});

describe('what a route leaves', () => {
  it('is not told, and the card is not shown', async () => {
    const { ends, sent, tells, ledger } = await openRoutes([route('people', ['general'], { exclude: { bots: true } })]);
    await tells('feat/login', { pullRequest: pull({ author: 'dependabot', bot: true }) });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(expect.stringContaining('left | route “people”: exclude.bots (true) fits'));
  });

  it('while it does not know enough is told when it does, once', async () => {
    const { ends, sent, tells, ledger, clock } = await openRoutes([
      route('web', ['general'], { include: { paths: ['web/**'] } }),
    ]);
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(
      expect.stringContaining('later | route “web”: whether include.paths (web/**) fits is not known yet'),
    );
    await tells('feat/login', { pullRequest: pull({ paths: ['web/a.ts'] }) });
    expect((await sent()).toSorted()).toEqual(['message general thread', 'mirror general']);
    // Its pull request is not told for a moment, and then again: nothing is told twice.
    await tells('feat/login', { pullRequest: null });
    await tells('feat/login', { pullRequest: pull({ paths: ['web/a.ts'] }) });
    await clock.advance(1000);
    expect((await sent()).filter((each) => each.startsWith('message'))).toHaveLength(1);
  });

  it('is kept true where its card was posted once', async () => {
    const { ends, tells, world } = await openRoutes([route('web', ['general'], { exclude: { labels: ['wip'] } })]);
    await tells('feat/login', { pullRequest: pull() });
    const wanted = async () => {
      const { deliveries } = await world.store.trace({
        delivery: mirrorId({ platform: 'memory', channel: 'general' }, key()),
      });
      return deliveries[0]?.wanted;
    };
    expect(await wanted()).toBe(1);
    await tells('feat/login', { pullRequest: pull({ labels: ['wip'] }) });
    await ends('feat/login', 'failed');
    expect(await wanted()).toBe(3);
  });
});

describe('a card', () => {
  it('shows a transition at once, and progress when it has calmed down', async () => {
    const { tells, world } = await openRoutes([route('all', ['general'])]);
    const due = async () => (await world.store.due(world.clock.now(), 1000, 10)).map(({ task }) => task.type);
    await tells('feat/login', { pullRequest: pull() });
    expect(await due()).toEqual(['mirror']);
    const settled = await world.store.trace({ delivery: mirrorId({ platform: 'memory', channel: 'general' }, key()) });
    const [row] = settled.deliveries;
    await world.store.commit({
      at: world.clock.now(),
      settled: [{ id: row?.id ?? '', state: 'sent', notBefore: 0, attempts: 0, sent: 1, posted: '1' }],
    });
    await tells('feat/login', { behind: 4, pullRequest: pull() });
    expect(await due()).toEqual([]);
    await tells('feat/login', { behind: 4, pullRequest: pull({ state: 'merged' }) });
    expect(await due()).toEqual(['mirror']);
  });
});
