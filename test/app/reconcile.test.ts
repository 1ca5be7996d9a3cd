import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { pace, sweepMs } from '../../bridge/domain/pace.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { device, forge, key, person, repository, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const minute = 60_000;
const pull = { number: 7, title: 'Login', url: 'https://forge.example/7', state: 'open' as const };
const id = RunId.parse('engine/acme/web/7');
const found = (state: CiReport['state'], revision: number): CiReport => ({
  run: id,
  attempt: 1,
  revision,
  state,
  of: { repository, branch: key().branch, commit: sha('a'), workflow: 'tests', queuedAt: 5 },
});

async function ready() {
  const { world, clock } = await openManualWorld({ pullRequests: true, ci: { can: { ourIds: false } } });
  const asked: number[] = [];
  const { changed } = world.script.forge;
  world.script.forge.changed = async (of) => {
    asked.push(clock.now());
    return changed(of);
  };
  return { world, clock, asked };
}
const cardOf = async (world: TestWorld) => (await world.store.get('card', cardId(key())))?.value;

describe('the sweep', () => {
  it('[W5] finds at boot and within ten minutes what nobody told of', async () => {
    const { world, clock } = await ready();
    world.script.forge.moved.push(key().branch);
    world.script.forge.facts.set(key().branch, forge({ revision: 1, pullRequest: pull }));
    world.script.ci.runs.set(id, found('running', 1));
    const close = await runInlets(world);
    for (const _ of [1, 2, 3]) await clock.advance(2_000);
    expect(await cardOf(world)).toMatchObject({
      forge: { pullRequest: { state: 'open' } },
      ci: [{ state: 'running' }],
    });
    world.script.forge.moved.push(key().branch);
    world.script.forge.facts.set(key().branch, forge({ revision: 2, pullRequest: { ...pull, state: 'merged' } }));
    world.script.ci.runs.set(id, { ...found('passed', 2), failures: [], lines: [] });
    await clock.advance(10 * minute + 5_000);
    await clock.advance(5_000);
    expect(await cardOf(world)).toMatchObject({
      forge: { pullRequest: { state: 'merged' } },
      ci: [{ state: 'passed' }],
    });
    await close();
  });

  it('asks once for the jobs of a run that had ended before, where a pull request waits for one of them', async () => {
    const { world, clock } = await ready();
    world.script.forge.moved.push(key().branch);
    const waiting = { ...pull, requiredChecks: ['unit'] };
    world.script.forge.facts.set(key().branch, forge({ revision: 1, head: sha('a'), pullRequest: waiting }));
    const { read } = world.script.ci;
    const run = { ...found('passed', 2), failures: [], lines: [] };
    const jobs = [{ id: '1', name: 'unit', attempt: 1, revision: 2, state: 'passed' as const, steps: [] }];
    const reads: object[] = [];
    world.script.ci.runs.set(id, run);
    world.script.ci.read = async (of) => {
      reads.push(of);
      return 'run' in of ? [{ ...run, revision: 3, jobs }] : read(of);
    };
    const close = await runInlets(world);
    for (const _ of [1, 2, 3]) await clock.advance(2_000);
    expect((await cardOf(world))?.ci).toMatchObject([{ state: 'passed', jobs: [{ name: 'unit', state: 'passed' }] }]);
    expect(reads.filter((of) => 'run' in of)).toHaveLength(1);
    await close();
  });

  it('is seldom while nobody looks, and soon after somebody comes', async () => {
    const { world, clock, asked } = await ready();
    const close = await runInlets(world);
    await clock.advance(35 * minute);
    expect(asked.length).toBeLessThanOrEqual(4);
    const came = clock.now();
    world.roster.enter({ person: person('Ana'), device: device() });
    await clock.advance(5 * minute);
    const since = asked.filter((at) => at >= came);
    expect(since[0]).toBeLessThanOrEqual(came + 2_000);
    expect(since.length).toBeGreaterThanOrEqual(5);
    await close();
    const before = asked.length;
    await clock.advance(30 * minute);
    expect(asked.length).toBe(before);
  });

  it('is not hurried by people who come and go', async () => {
    const { world, clock, asked } = await ready();
    const close = await runInlets(world);
    world.roster.enter({ person: person('Ana'), device: device() });
    await clock.advance(2 * minute);
    const before = asked.length;
    for (let second = 0; second < 60; second += 1) {
      world.roster.enter({ person: person('Bo'), device: device(`bo-${second}`) })();
      await clock.advance(1_000);
    }
    expect(asked.length - before).toBeLessThanOrEqual(2);
    await close();
  });

  it('says how fresh a source is, and why it fails, and goes on', async () => {
    const { world, clock } = await ready();
    const { changed } = world.script.forge;
    const close = await runInlets(world);
    await clock.advance(1_000);
    const state = () => world.sources.list().find(({ kind }) => kind === 'forge');
    expect(state()).toMatchObject({ state: 'fresh', name: 'Scripted' });
    await clock.advance(5 * minute);
    expect(state()).toMatchObject({ state: 'late' });
    world.script.forge.changed = () => Promise.reject(new PlatformError('limited', 'rate limit', 4 * minute));
    await clock.advance(10 * minute);
    expect(state()).toMatchObject({
      state: 'failing',
      why: 'It asks us to wait 4 min; the bridge does that by itself.',
    });
    world.script.forge.changed = changed;
    await clock.advance(10 * minute);
    expect(state()?.why).toBeUndefined();
    await close();
  });
});

describe('a failure of which nothing is known', () => {
  it('is asked for before anybody is told, and told as it is in the end', async () => {
    const { world, clock } = await ready();
    const close = await runInlets(world);
    await world.script.ci.report(found('failed', 3));
    const feed = async () => (await world.store.feed(world.home, { after: 0 }, 10))?.entries ?? [];
    expect(await feed()).toEqual([]);
    world.script.ci.runs.set(id, { ...found('failed', 3), failures: [{ name: 'adds up' }], lines: [] });
    await clock.advance(100);
    expect(JSON.stringify(await feed())).toContain('adds up');
    await world.script.ci.report({ ...found('failed', 9), run: RunId.parse('engine/acme/web/8'), attempt: 1 });
    await clock.advance(minute);
    expect((await world.store.get('run', 'engine/acme/web/8'))?.value.run.revisions?.evidence).toBe(9);
    await close();
  });
});

describe('the pace', () => {
  it('is never slower than the sweep, and quick only for somebody who looks where no hook tells', () => {
    const watch = fc.record({
      now: fc.nat(1e9),
      hooked: fc.boolean(),
      watched: fc.boolean(),
      movedAt: fc.option(fc.nat(1e9), { nil: undefined }),
      underWay: fc.boolean(),
    });
    fc.assert(
      fc.property(watch, (each) => {
        const wait = pace(each);
        expect(wait).toBeGreaterThanOrEqual(15_000);
        expect(wait).toBeLessThanOrEqual(sweepMs);
        expect(!(each.hooked || !each.watched) || wait === sweepMs).toBe(true);
      }),
    );
  });
});
