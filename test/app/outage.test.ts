import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { room } from '../support/samples.ts';
import { cardOf, found, ready } from './actions-scene.ts';

const minute = 60_000;
const down = () => Promise.reject(new PlatformError('unavailable', 'timeout'));

describe('the bridge, while a source does not answer,', () => {
  it('[W5] tells a failure as it is, and shows what failed once it is answered', async () => {
    const { world, clock } = await ready();
    const { read } = world.script.ci;
    world.script.ci.read = down;
    const { failures: _f, lines: _l, ...bare } = found;
    await world.script.ci.report({ ...bare, attempt: 2, revision: 20 });
    await clock.advance(2 * minute);
    expect((await cardOf(world))?.ci[0]).toMatchObject({ attempt: 2, failures: [] });
    world.script.ci.runs.set(found.run, { ...bare, attempt: 2, revision: 20, failures: [{ name: 'adds' }], lines: [] });
    world.script.ci.read = async (of) => ('run' in of ? read(of) : []);
    await clock.advance(15 * minute);
    expect((await cardOf(world))?.ci[0]?.failures).toMatchObject([{ name: 'adds' }]);
  });

  it('shows it as failing, though its hook still tells', async () => {
    const { world, clock } = await ready({ pullRequests: true });
    world.script.forge.changed = down;
    await clock.advance(11 * minute);
    const state = () => world.sources.list().find(({ kind }) => kind === 'forge')?.state;
    expect(state()).toBe('failing');
    world.sources.heard('scripted');
    expect(state()).toBe('failing');
  });
});

describe('a run that waits', () => {
  it('goes on waiting for one environment when another was answered, though the answer does not say so', async () => {
    const { world, clock } = await ready();
    const { failures: _f, lines: _l, ...bare } = found;
    const gate = (environment: string) => ({ environment, approvers: ['ana'] });
    const told = { ...bare, attempt: 2, revision: 21, state: 'waiting' as const };
    await world.script.ci.report({ ...told, revision: 20, gates: [gate('staging'), gate('production')] });
    world.script.ci.runs.set(found.run, { ...told, gates: [gate('production')] });
    const by = { verdict: 'approved', by: 'ana' } as const;
    await world.script.ci.report({ ...told, gates: [], decisions: [{ environment: 'staging', ...by }] });
    await clock.advance(100);
    expect((await cardOf(world))?.ci[0]).toMatchObject({
      gates: [{ environment: 'production' }],
      decisions: [{ environment: 'staging' }],
    });
  });

  it('asks for each environment once, though it had waited for another before', async () => {
    const { world } = await ready();
    const { failures: _f, lines: _l, ...bare } = found;
    const waiting = (revision: number, ...environments: string[]) => ({
      ...bare,
      attempt: 2,
      revision,
      state: 'waiting' as const,
      gates: environments.map((environment) => ({ environment, approvers: ['ana'] })),
    });
    for (const [revision, ...environments] of [
      [20, 'staging'],
      [21, 'staging', 'production'],
      [22, 'production'],
    ] as const)
      await world.script.ci.report(waiting(revision, ...environments));
    const feed = await world.store.feed(room, { after: 0 }, 20);
    const asked = feed?.entries.filter((entry) => entry.type === 'turned' && entry.turn === 'approval-asked') ?? [];
    expect(asked).toHaveLength(2);
    expect(JSON.stringify(asked[1])).toContain('production');
  });
});
