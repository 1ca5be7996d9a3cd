import { describe, expect, it } from 'vitest';
import { calls } from '../../bridge/server/calls.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { device, key, room } from '../support/samples.ts';
import type { TestWorld } from '../support/world.ts';
import { ask, owner, ready, wordsOf } from './actions-scene.ts';

/** A world with a second engine, which does not answer. */
async function beside() {
  const { world } = await ready();
  const down = async () => Promise.reject(new PlatformError('unavailable', 'timeout'));
  const other = { ...world.script.ci, id: 'other', workflows: down };
  return { ...world, ci: [world.script.ci, other] };
}
const workflows = async (world: TestWorld) =>
  calls['run/workflows'](world, { person: owner, device: device(), token: '' }, { room, about: key() });

describe('two engines that have a workflow of the same name', () => {
  it('[E5] are not guessed between: one is named by its engine', async () => {
    const { world } = await ready();
    const deeds: unknown[] = [];
    const other = {
      ...world.script.ci,
      id: 'other',
      workflows: async () => [{ provider: 'other', id: 'tests', name: 'Tests', inputs: [] }],
      act: async (deed: unknown) => {
        deeds.push(deed);
        return undefined;
      },
    };
    const both = { ...world, ci: [world.script.ci, other] };
    expect(wordsOf(await ask(both, 'ci run --workflow tests'))).toContain('“scripted/tests”, “other/tests”');
    expect([...world.script.ci.deeds, ...deeds]).toEqual([]);
    expect(wordsOf(await ask(both, 'ci run --workflow other/tests'))).toContain('is queued');
    expect(deeds).toHaveLength(1);
  });
});

describe('an engine that does not answer', () => {
  it('keeps nobody from starting what another engine has, where that is named', async () => {
    const world = await beside();
    expect(wordsOf(await ask(world, 'ci run --workflow tests'))).toContain('is queued');
    expect(await workflows(world)).toMatchObject({ ok: true, value: { workflows: [{ id: 'tests' }] } });
  });

  it('[E5] makes nothing the only workflow that is there, and nothing unknown', async () => {
    const world = await beside();
    for (const line of ['ci run', 'ci run --workflow theirs'])
      expect(wordsOf(await ask(world, line))).toContain('upstream_unavailable');
    expect(world.script.ci.deeds).toEqual([]);
    world.script.ci.workflowsOf.length = 0;
    expect(await workflows(world)).toMatchObject({ ok: false, refusal: { slug: 'upstream_unavailable' } });
  });
});
