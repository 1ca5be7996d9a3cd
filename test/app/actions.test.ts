import { describe, expect, it } from 'vitest';
import { refreshForge } from '../../bridge/app/refresh-forge.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { type Asked, runLine } from '../../bridge/app/run-line.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Asker } from '../../bridge/domain/permission.ts';
import type { Accounts } from '../../bridge/ports/accounts.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { forge, key, person, repository, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts';

const owner = person('Owner');
const ana = person('Ana');
const asker = (who: typeof owner): Asker => ({ person: who.id, owner: who === owner, member: true });
let mids = 0;
const ask = (world: TestWorld, line: string, who = owner, part: Partial<Asked> = {}) => {
  mids += 1;
  const asked = { mid: `mid-${mids}`, room, line, expiresAt: world.clock.now() + 30_000, about: key(), ...part };
  return runLine(world, who, asker(who), asked);
};
const wordsOf = (outcome: Awaited<ReturnType<typeof ask>>) =>
  outcome.ok ? outcome.value.reply.text : `${outcome.refusal.slug}: ${outcome.refusal.message ?? ''}`;

const id = RunId.parse('engine/acme/web/7');
const found: CiReport = {
  run: id,
  attempt: 1,
  revision: 10,
  state: 'failed',
  number: 42,
  failures: [{ name: 'adds' }],
  lines: [],
  jobs: [{ id: '71', name: 'unit', attempt: 1, revision: 10, state: 'failed', steps: [] }],
  of: { repository, branch: key().branch, commit: sha('a'), workflow: 'tests', queuedAt: 5 },
};

/** A world whose engine numbers its runs itself, with a failed run on the branch. */
async function ready(options: Omit<TestWorldOptions, 'clock'> = {}) {
  const { world, clock } = await openManualWorld({ ci: { can: { ourIds: false } }, ...options });
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  const close = await runInlets(world);
  await world.script.ci.report(found);
  return { world, clock, close };
}
const cardOf = async (world: TestWorld) => (await world.store.get('card', cardId(key())))?.value;

describe('a run that the bridge did not start', () => {
  it('comes onto its branch’s card, and turns it red', async () => {
    const { world } = await ready();
    expect((await cardOf(world))?.ci).toMatchObject([{ run: id, provider: 'scripted', state: 'failed', number: 42 }]);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries).toMatchObject([{ type: 'turned', turn: 'red' }]);
  });

  it('of a repository of no room changes nothing', async () => {
    const { world } = await ready();
    const elsewhere = { ...found, run: RunId.parse('engine/x/y/1'), of: { ...found.of, repository: 'else/where' } };
    await world.script.ci.report(elsewhere as CiReport);
    expect(await world.store.list('run')).toHaveLength(1);
  });
});

describe('ci rerun', () => {
  it('asks the engine for what failed, and says who asked for what goes on', async () => {
    const { world } = await ready();
    const again = { ...found, attempt: 2, revision: 0, state: 'queued' as const, failures: undefined };
    world.script.ci.runs.set(id, again);
    expect(wordsOf(await ask(world, 'ci rerun --failed --debug --at aaaaaaa'))).toBe(
      'Running what failed of tests again for feat/login at aaaaaaa.',
    );
    expect(world.script.ci.deeds).toMatchObject([{ type: 'rerun', what: 'failed', debug: true, run: { run: id } }]);
    expect((await world.store.get('run', id))?.value.run).toMatchObject({ attempt: 2, requestedBy: owner });
  });

  it('takes a run by its number and a job by its name', async () => {
    const { world } = await ready();
    await ask(world, 'ci rerun #42 --job unit');
    expect(world.script.ci.deeds).toMatchObject([{ type: 'rerun', what: { job: '71' } }]);
    expect(wordsOf(await ask(world, 'ci rerun 42 --job lint'))).toContain('no job “lint”');
  });

  it('[E5] is refused when the branch has moved', async () => {
    const { world } = await ready();
    world.script.forge.names.set(key().branch, { commit: sha('b'), branch: key().branch });
    expect(wordsOf(await ask(world, `ci rerun --at ${sha('a')}`))).toContain('stale_target: feat/login is at bbbbbbb');
    expect(wordsOf(await ask(world, `ci rerun --at ${sha('b')}`))).toContain('stale_target');
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('is refused where the engine cannot do it', async () => {
    const { world } = await ready({ ci: { can: { ourIds: false, rerunFailed: false } } });
    expect(wordsOf(await ask(world, 'ci rerun --failed'))).toBe(
      'upstream_refused: Scripted cannot run again only what failed. Leave --failed out.',
    );
  });

  it('[E5] keeps an unsure answer of the engine, and does not ask it twice', async () => {
    const { world } = await ready();
    const { act } = world.script.ci;
    world.script.ci.act = async (deed) => {
      await act(deed);
      throw new PlatformError('unsure', 'no answer');
    };
    const part = { mid: 'the-same' };
    expect(wordsOf(await ask(world, 'ci rerun', owner, part))).toContain('indeterminate');
    expect(wordsOf(await ask(world, 'ci rerun', owner, part))).toContain('indeterminate');
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('passes on the engine’s refusal in words, and lets it be asked again', async () => {
    const { world } = await ready();
    world.script.ci.act = () => Promise.reject(new PlatformError('limited', 'secondary limit', 120_000));
    expect(await ask(world, 'ci rerun')).toMatchObject({
      refusal: { slug: 'upstream_rate_limited', message: 'Scripted asks us to wait. Ask again in 2 minutes.' },
    });
    expect((await world.store.feed(room, { after: 0 }, 10))?.entries.map(({ type }) => type)).toEqual(['turned']);
  });
});

describe('ci run', () => {
  it('takes a workflow’s inputs by their types, with defaults', async () => {
    const { world } = await ready();
    world.script.ci.workflowsOf.splice(0, 1, {
      provider: 'scripted',
      id: 'deploy.yml',
      name: 'Deploy',
      inputs: [
        { name: 'target', type: 'choice', required: true, options: ['staging', 'production'] },
        { name: 'dry', type: 'boolean', required: false, default: 'true' },
        { name: 'note', type: 'string', required: false },
      ],
    });
    const line = 'ci run --workflow deploy.yml --input target=staging --input note="two words" --at aaaaaaa';
    expect(wordsOf(await ask(world, line))).toContain('is queued for feat/login at aaaaaaa');
    expect(world.script.ci.deeds).toMatchObject([
      { type: 'start', workflow: 'deploy.yml', inputs: { target: 'staging', dry: 'true', note: 'two words' } },
    ]);
    for (const [bad, why] of [
      ['', 'needs its input “target”'],
      ['--input target=moon', 'is one of staging, production'],
      ['--input target=staging --input dry=maybe', 'is true or false'],
      ['--input colour=red', 'has no input “colour”. It has target, dry, note.'],
      ['--workflow Nothing', 'There is no workflow “Nothing” to start'],
    ])
      expect(wordsOf(await ask(world, `ci run ${bad}`))).toContain(why);
    expect(world.script.ci.deeds).toHaveLength(1);
  });
});

describe('gates', () => {
  const waiting: CiReport = {
    ...found,
    revision: 11,
    attempt: 2,
    state: 'waiting',
    failures: undefined,
    gates: [{ environment: 'staging', approvers: ['ana'] }],
  };

  it('are told once, and answered with the name of whoever answers', async () => {
    const { world } = await ready();
    await world.script.ci.report(waiting);
    await world.script.ci.report(waiting);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.map((entry) => entry.type === 'turned' && entry.turn)).toEqual(['red', 'approval-asked']);
    expect(wordsOf(await ask(world, 'ci approve 42 staging --comment "ship it"'))).toContain(
      'Approved: tests of feat/login',
    );
    expect(world.script.ci.deeds).toMatchObject([
      { type: 'decide', verdict: 'approved', comment: 'ship it — Owner', gate: { environment: 'staging' } },
    ]);
    expect(wordsOf(await ask(world, 'ci reject 42 production'))).toContain(
      'does not wait for “production”, but for staging',
    );
  });

  it('are not there once the run has ended', async () => {
    const { world } = await ready();
    await world.script.ci.report(waiting);
    await world.script.ci.report({ ...found, attempt: 2, revision: 12, state: 'passed', failures: [] });
    expect(wordsOf(await ask(world, 'ci approve'))).toBe('No CI run waits for an approval here.');
  });
});

describe('a claim', () => {
  it('is taken, handed over, and released when the branch is green again', async () => {
    const { world, clock } = await ready();
    expect(wordsOf(await ask(world, 'claim'))).toBe('Owner is on feat/login.');
    expect(wordsOf(await ask(world, 'claim --to @ana'))).toBe('Ana is on feat/login, and takes over from Owner.');
    expect((await cardOf(world))?.claim).toMatchObject({ by: ana, at: clock.now() });
    await world.script.ci.report({ ...found, attempt: 2, revision: 12, state: 'passed', failures: [] });
    expect((await cardOf(world))?.claim).toBeUndefined();
    expect(wordsOf(await ask(world, 'claim'))).toContain('is not red');
  });

  it('is released by hand, and ends by itself after a working day', async () => {
    const { world, clock, close } = await ready();
    await ask(world, 'claim');
    expect(wordsOf(await ask(world, 'release'))).toBe('Nobody is on feat/login any more.');
    await ask(world, 'claim');
    await clock.advance(9 * 60 * 60_000);
    await expect.poll(async () => (await cardOf(world))?.claim).toBeUndefined();
    await close();
  });
});

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
