import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import type { CiProvider, CiReport } from '../../bridge/ports/ci-provider.ts';
import { type Store, StoreUnavailable } from '../../bridge/ports/store.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { countingIds } from '../support/clock.ts';
import { device, key, person, repository, sha } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const minute = 60_000;
const passed: CiReport = {
  run: RunId.parse('engine/acme/web/7'),
  attempt: 1,
  revision: 2,
  state: 'passed',
  failures: [],
  lines: [],
  of: { repository, branch: key().branch, commit: sha('a'), workflow: 'tests', queuedAt: 5 },
};

/** A forge and an engine of another house; the engine tells of a run once, as an engine does that is asked for changes. */
async function ready(store?: Store) {
  const { world, clock } = await openManualWorld({
    pullRequests: true,
    ci: { id: 'engine', can: { ourIds: false } },
    ...(store && { store }),
  });
  const untold = [passed];
  const asked: number[] = [];
  const read: CiProvider['read'] = async (of) => {
    if ('run' in of) return [];
    asked.push(clock.now());
    return untold.splice(0);
  };
  world.script.ci.read = read;
  return { world, clock, asked };
}

describe('an engine beside a forge', () => {
  it('is asked often where somebody looks and only the forge has a hook', async () => {
    const { world, clock, asked } = await ready();
    const close = await runInlets(world);
    world.roster.enter({ person: person('Ana'), device: device() });
    await clock.advance(minute);
    world.sources.heard('scripted');
    const before = asked.length;
    await clock.advance(10 * minute);
    expect(asked.length - before).toBeGreaterThanOrEqual(9);
    world.sources.heard('engine');
    await clock.advance(2 * minute);
    const hooked = asked.length;
    await clock.advance(20 * minute);
    expect(asked.length - hooked).toBeLessThanOrEqual(3);
    await close();
  });

  it('[W5] is believed what it told while nothing could be kept, though it tells it once', async () => {
    const ids = countingIds();
    const memory = createMemoryStore({ epoch: () => ids.hex(16) });
    let full = false;
    const commit: Store['commit'] = async (change) => {
      if (full) throw new StoreUnavailable('full');
      return memory.commit(change);
    };
    const { world, clock } = await ready({ ...memory, commit });
    full = true;
    const close = await runInlets(world);
    await clock.advance(minute);
    expect(await memory.get('run', passed.run)).toBeUndefined();
    full = false;
    await clock.advance(10 * minute);
    expect((await memory.get('run', passed.run))?.value.run.state).toBe('passed');
    await close();
  });
});
