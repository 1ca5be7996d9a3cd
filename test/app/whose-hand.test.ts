import { describe, expect, it } from 'vitest';
import { refreshForge } from '../../bridge/app/ci/refresh-forge.ts';
import type { Accounts } from '../../bridge/ports/accounts.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { forge, key, repository, room } from '../support/samples.ts';
import { ana, ask, ready, wordsOf } from './actions-scene.ts';

describe('whose hand', () => {
  const github = (part: Partial<Accounts> = {}): Accounts => ({
    id: 'scripted',
    guards: ['scripted'],
    begin: async () => ({
      userCode: 'ABCD-1234',
      url: 'https://forge.example/device',
      secret: 's',
      expiresAt: 1e15,
      intervalMs: 5000,
    }),
    finish: async () => ({ state: 'linked', account: { id: '9', login: 'ana-dev' } }),
    permission: async () => 'write',
    login: async () => 'ana-dev',
    ...part,
  });

  it('[T8] is nobody’s who has not shown who they are at the forge', async () => {
    const { world, clock } = await ready({ accounts: [github()] });
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('identity_not_linked: ');
    expect(wordsOf(await ask(world, 'link'))).toContain('type ABCD-1234');
    await clock.advance(5_000);
    await expect.poll(async () => wordsOf(await ask(world, 'link'))).toBe('You are @ana-dev on Scripted.');
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('Running');
    expect(wordsOf(await ask(world, 'unlink'))).toContain('is forgotten');
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('identity_not_linked: ');
  });

  it('[T8] is asked for at the forge at each act, and fails closed', async () => {
    const answers: (() => Promise<'read' | 'none'>)[] = [
      async () => 'read',
      async () => 'none',
      () => Promise.reject(new PlatformError('unavailable', 'timeout')),
    ];
    const { world, clock } = await ready({
      accounts: [github({ permission: async () => answers.shift()?.() ?? 'none' })],
    });
    await ask(world, 'link');
    await clock.advance(5_000);
    await expect.poll(async () => wordsOf(await ask(world, 'link'))).toContain('@ana-dev');
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('may only read');
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('has no access');
    expect(wordsOf(await ask(world, 'ci rerun'))).toContain('upstream_unavailable');
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('[E5] does nothing any more where the forge took longer to answer than the line may wait', async () => {
    const { world, clock } = await ready({ accounts: [github()] });
    await ask(world, 'link');
    await clock.advance(5_000);
    const slow = github({ permission: async () => (await clock.advance(31_000), 'write') });
    const late = { ...world, accounts: [slow] };
    expect(wordsOf(await ask(late, 'ci rerun'))).toContain('expired');
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('[T8] is not another’s: one account is one person’s', async () => {
    const policy = { groups: {}, rules: [{ allow: '*', to: ['everyone'] }] };
    const { world, clock } = await ready({ accounts: [github()], policy });
    await ask(world, 'link');
    await clock.advance(5_000);
    await expect.poll(async () => wordsOf(await ask(world, 'link'))).toContain('@ana-dev');
    await ask(world, 'link', ana);
    await clock.advance(5_000);
    await expect.poll(async () => wordsOf(await ask(world, 'link', ana))).toContain('is linked to somebody else here');
    expect(wordsOf(await ask(world, 'ci rerun', ana))).toContain('identity_not_linked');
  });
});

describe('the forge', () => {
  const pull = { number: 7, title: 'Login', url: 'https://forge.example/7', state: 'open' as const };

  it('is asked for what was marked, once, and gives a branch its card where it has a pull request', async () => {
    const { world, clock } = await ready({ pullRequests: true });
    const fact = forge({ revision: 20, pullRequest: { ...pull, requested: ['bo'], decision: 'review-required' } });
    world.script.forge.facts.set('feat/new', fact);
    world.script.forge.facts.set('feat/other', forge({ revision: 20, pullRequest: null }));
    world.refresher.mark(repository, [key('feat/new').branch, key('feat/other').branch, key('feat/new').branch]);
    await clock.advance(2_000);
    await clock.advance(2_000);
    const cards = await world.store.list('card');
    expect(cards.map(({ value }) => value.key.branch).toSorted()).toEqual(['feat/login', 'feat/new']);
    expect(wordsOf(await ask(world, 'pr feat/new'))).toContain('A review by @bo');
  });

  it('tells of a review that is newly asked for, and not of one that stood there before', async () => {
    const { world } = await ready({ pullRequests: true });
    const at = (revision: number, requested: string[]) =>
      world.script.forge.facts.set(key().branch, forge({ revision, pullRequest: { ...pull, requested } }));
    for (const [revision, requested] of [
      [20, ['bo']],
      [21, ['bo', 'cy']],
      [22, ['cy']],
    ] as const) {
      at(revision, [...requested]);
      await refreshForge(world, room, key());
    }
    const feed = await world.store.feed(room, { after: 0 }, 10);
    const asked = feed?.entries.filter((entry) => entry.type === 'turned' && entry.turn === 'review-asked');
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(asked)).toContain('@cy was asked to review');
  });
});

describe('a forge that has not made up its mind', () => {
  it('is asked again whether a pull request conflicts, and not for ever', async () => {
    const { world, clock } = await ready({ pullRequests: true });
    let asked = 0;
    world.script.forge.read = async () => {
      asked += 1;
      const pullRequest = { number: 7, title: 'Login', url: 'https://forge.example/7', state: 'open' as const };
      return forge({ revision: asked, pullRequest, conflicts: asked < 2 ? 'unknown' : 'some' });
    };
    world.refresher.mark(repository, [key().branch]);
    await clock.advance(15_000);
    expect(asked).toBe(2);
    world.script.forge.read = async () => {
      asked += 1;
      return forge({ revision: asked, pullRequest: null, conflicts: 'unknown' });
    };
    world.refresher.mark(repository, [key().branch]);
    await clock.advance(120_000);
    expect(asked).toBe(3);
  });
});

describe('a line about another repository', () => {
  it('is refused where the room does not follow it', async () => {
    const { world } = await ready();
    const about = { repository: RepositoryId.parse('else.example/where/ever'), branch: key().branch };
    expect(wordsOf(await ask(world, 'ci rerun', undefined, { about }))).toContain('and not else.example/where/ever');
    expect(world.script.ci.deeds).toEqual([]);
  });
});
