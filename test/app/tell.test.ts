import { describe, expect, it } from 'vitest';
import { say } from '../../bridge/app/say.ts';
import type { Mid } from '../../protocol/model/ids.ts';
import type { NewEntry } from '../../bridge/ports/store.ts';
import { tellEntry } from '../../bridge/app/tell.ts';
import { mirrorId } from '../../bridge/domain/route.ts';
import { person } from '../support/samples.ts';
import { key, openRoutes, pull, room, route } from './routes-scene.ts';

const mid = (text: string) => `00000000-0000-7000-8000-${text.padStart(12, '0')}` as Mid;

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

describe('a person', () => {
  const put = { after: 0 } as const;
  const account = (login: string, of: string, proved = true) =>
    ({
      kind: 'account',
      id: `memory/${of}`,
      ...put,
      value: { person: person(of).id, forge: 'memory', account: '1', login, proved, at: 1 },
    }) as const;
  const identity = (user: string, of: string) =>
    ({
      kind: 'identity',
      id: `memory:T1/${user}`,
      ...put,
      value: { person: person(of).id, name: of, member: true, at: 1 },
    }) as const;
  const toAuthor = [route('own', [], { people: ['author'] })];

  it('is told by themselves of their own branch, where they have shown who they are', async () => {
    const { ends, sent, tells, put: keep } = await openRoutes(toAuthor);
    await keep(account('Ann', 'Ana'), identity('U1', 'Ana'));
    await tells('feat/login', { pullRequest: pull() });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual(['message @U1']);
  });

  it('is not told where they only say who they are, have no chat, or have muted the branch', async () => {
    const {
      ends,
      sent,
      tells,
      put: keep,
      ledger,
    } = await openRoutes([...toAuthor, route('bo', [], { people: [person('Bo').id] })]);
    await keep(account('ann', 'Ana', false), identity('U1', 'Ana'), identity('U2', 'Carla'));
    await tells('feat/login', { pullRequest: pull() });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(
      expect.stringContaining('left | route “own”: nobody here has shown that they are @ann'),
    );
    expect(await ledger()).toContainEqual(expect.stringContaining('left | route “bo”: bo has no account in a chat'));
    await keep(
      { kind: 'account', id: 'memory/ana', ...put, value: { ...account('ann', 'Ana').value } },
      { kind: 'preference', id: 'ana', ...put, value: { mutes: [key()] } },
    );
    await ends('feat/login', 'passed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(expect.stringContaining('left | route “own”: ana has muted the branch'));
  });
});

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
    expect(await ledger()).toContainEqual(
      expect.stringContaining('the quiet hours last until 1970-01-01T08:00:00.000Z'),
    );
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

  it('hold nothing that people say', async () => {
    const { world, sent, tells } = await openRoutes([route('all', ['general'], { quiet: night, notify: 'never' })]);
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: 'who looks?', about: key() });
    expect(await sent()).toEqual(['mirror general', 'message general thread']);
  });
});

describe('what people say', () => {
  it('of a branch goes where its card is, of none to where the room is at home', async () => {
    const { world, sent, tells } = await openRoutes([
      route('web', ['web'], { include: { heads: ['feat/*'] } }),
      route('ops', ['ops'], { include: { heads: ['ops/*'] } }),
    ]);
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: 'of the branch', about: key() });
    expect(await sent()).toEqual(['mirror web', 'message web thread']);
    await say(world, person('Ana'), { mid: mid('2'), room, text: 'of nothing' });
    await say(world, person('Ana'), { mid: mid('3'), room, text: 'of a branch without a card', about: key('other') });
    const { deliveries: homely } = await world.store.trace({ room, entry: 2 });
    expect(homely).toMatchObject([{ task: { channel: 'general' } }]);
    const { deliveries: other } = await world.store.trace({ room, entry: 3 });
    expect(other).toMatchObject([{ task: { channel: 'general' } }]);
    expect(other[0]?.task).not.toHaveProperty('about');
  });

  it('is seen in the channel too where it calls somebody, who is called there by their account', async () => {
    const { world, sent, tells, put } = await openRoutes([route('all', ['general'])]);
    await put({
      kind: 'identity',
      id: 'memory:T1/U1',
      after: 0,
      value: { person: person('Owner').id, name: 'Owner', member: true, at: 1 },
    });
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: '@Owner, look', about: key() });
    expect(await sent()).toEqual(['mirror general', 'message general thread +channel']);
    const { deliveries } = await world.store.trace({ room, entry: 1 });
    expect(deliveries[0]?.task).toMatchObject({ calls: [{ person: 'owner', user: 'U1' }], by: 'Ana' });
  });

  it('does not go back to where it came from, nor anywhere where it is for one person', async () => {
    const { world } = await openRoutes([route('all', ['general', 'web'])]);
    const entry: NewEntry = {
      type: 'said',
      at: 1,
      by: { type: 'person', person: person('Ana') },
      message: { text: 'hi', blocks: [] },
    };
    const origin = { platform: 'memory', channel: 'general', message: '1' };
    const back = await tellEntry(world, room, { ...entry, origin }, 0);
    expect(back.deliveries).toEqual([]);
    expect(back.ledger).toMatchObject([{ verdict: 'left', rule: expect.stringContaining('it was said there') }]);
    const alone = await tellEntry(world, room, { ...entry, to: person('Bo').id }, 0);
    expect(alone).toEqual({ puts: [], deliveries: [], ledger: [] });
  });
});
