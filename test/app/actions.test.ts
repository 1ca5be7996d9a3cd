import { describe, expect, it } from 'vitest';
import { cardId } from '../../bridge/domain/card.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { forge, key, repository, room, sha } from '../support/samples.ts';
import { ana, ask, cardOf, found, id, owner, ready, wordsOf } from './actions-scene.ts';

describe('a run that the bridge did not start', () => {
  it('comes onto its branch’s card, and turns it red', async () => {
    const { world } = await ready();
    expect((await cardOf(world))?.ci).toMatchObject([{ run: id, provider: 'scripted', state: 'failed', number: 42 }]);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries).toMatchObject([{ type: 'turned', turn: 'red' }]);
  });

  it('that ended long before the bridge came is on the card, and no news; what comes after it is', async () => {
    const { world, clock } = await ready();
    const key2 = key('feat/old');
    const of = { repository, branch: key2.branch, commit: sha('b'), workflow: 'tests', queuedAt: 5 };
    const old = { ...found, run: RunId.parse('engine/acme/web/3'), of, endedAt: clock.now() - 16 * 60_000 };
    await world.script.ci.report(old);
    expect((await world.store.get('card', cardId(key2)))?.value.ci).toMatchObject([{ state: 'failed' }]);
    const turns = async () =>
      ((await world.store.feed(room, { after: 0 }, 10))?.entries ?? []).map(
        (entry) => entry.type === 'turned' && entry.turn,
      );
    expect(await turns()).toEqual(['red']);
    await world.script.ci.report({
      ...old,
      attempt: 2,
      revision: 20,
      state: 'passed',
      failures: [],
      endedAt: clock.now(),
    });
    expect(await turns()).toEqual(['red', 'fixed']);
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
    const { failures: _none, ...again } = { ...found, attempt: 2, revision: 0, state: 'queued' as const };
    world.script.ci.runs.set(id, again);
    expect(wordsOf(await ask(world, 'ci rerun --failed --debug --at aaaaaaa'))).toBe(
      'Running what failed of tests again for feat/login at aaaaaaa.',
    );
    expect(world.script.ci.deeds).toMatchObject([{ type: 'rerun', what: 'failed', debug: true, run: { run: id } }]);
    expect((await world.store.get('run', id))?.value.run).toMatchObject({ attempt: 2, requestedBy: owner });
    expect(wordsOf(await ask(world, 'ci rerun --failed'))).toBe('tests #42 is still under way.');
  });

  it('takes a run by its number and a job by its name', async () => {
    const { world } = await ready();
    await ask(world, 'ci rerun #42 --job unit');
    expect(world.script.ci.deeds).toMatchObject([{ type: 'rerun', what: { job: '71' } }]);
    expect(wordsOf(await ask(world, 'ci rerun 42 --job lint'))).toContain('no job “lint”. It has unit.');
  });

  it('names a run as people do, and asks for one where none is meant', async () => {
    const { world } = await ready();
    expect(wordsOf(await ask(world, 'ci status'))).toContain(`tests #42 ${id} · failed`);
    expect(wordsOf(await ask(world, 'ci log'))).toContain('tests #42 of feat/login: failed');
    for (const verb of ['ci rerun', 'ci cancel', 'ci log', 'ci approve', 'ci reject'])
      expect(wordsOf(await ask(world, verb, owner, { about: undefined }))).toBe(
        `Which run? Say ${verb} <run>; ci status <branch> lists them.`,
      );
    expect(wordsOf(await ask(world, 'release', owner, { about: undefined }))).toContain('Which branch?');
  });

  it('[E5] is refused when the branch has moved', async () => {
    const { world } = await ready();
    world.script.forge.names.set(key().branch, { commit: sha('b'), branch: key().branch });
    expect(wordsOf(await ask(world, `ci rerun --at ${sha('a')}`))).toContain('stale_target: feat/login is at bbbbbbb');
    expect(wordsOf(await ask(world, `ci rerun --at ${sha('b')}`))).toContain('stale_target');
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('[E5] brings the card up to date whose commit was overtaken', async () => {
    const { world, clock, close } = await ready({ pullRequests: true });
    // What is asked at boot is over.
    await clock.advance(30_000);
    world.script.forge.names.set(key().branch, { commit: sha('b'), branch: key().branch });
    world.script.forge.facts.set(key().branch, forge({ revision: 1, head: sha('b') }));
    expect(wordsOf(await ask(world, `ci rerun --at ${sha('a')}`))).toContain('stale_target');
    await clock.advance(5_000);
    expect(await cardOf(world)).toMatchObject({ forge: { head: sha('b') } });
    await close();
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
  const { failures: _none, ...bare } = found;
  const waiting: CiReport = {
    ...bare,
    revision: 11,
    attempt: 2,
    state: 'waiting',
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

  it('leave the run to whoever asked for it', async () => {
    const { world } = await ready({ policy: { groups: {}, rules: [{ allow: 'ci approve', to: ['ana'] }] } });
    world.script.ci.runs.set(id, { ...bare, attempt: 2, revision: 9, state: 'queued' });
    await ask(world, 'ci rerun --failed');
    await world.script.ci.report(waiting);
    world.script.ci.runs.set(id, { ...waiting, revision: 12, state: 'running', gates: [] });
    expect(wordsOf(await ask(world, 'ci approve', ana))).toContain('Approved');
    const kept = (await world.store.get('run', id))?.value.run;
    expect(kept).toMatchObject({ state: 'running', requestedBy: owner });
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

describe('what everybody reads of a command', () => {
  it('names a commit by its first digits', async () => {
    const { world } = await ready();
    await ask(world, `ci run ${sha('a')} --here`);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.at(-1)).toMatchObject({ type: 'answered', line: 'ci run aaaaaaa --here' });
  });

  it('leaves out what only keeps a button to what it showed, and tells alone what comes to nothing', async () => {
    const { world } = await ready();
    await ask(world, `ci rerun "run-1" --at ${sha('a')} --here`);
    expect(await ask(world, 'release')).toMatchObject({ ok: true, value: { reply: {} } });
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.filter(({ type }) => type === 'answered')).toMatchObject([{ line: 'ci rerun run-1 --here' }]);
  });
});
