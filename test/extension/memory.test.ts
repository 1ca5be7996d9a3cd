import { describe, expect, it } from 'vitest';
import { DeviceId, RepositoryId } from '../../protocol/model/ids.ts';
import { Origin } from '../../extension/connection/address.ts';
import { createMemory } from '../../extension/memory.ts';
import { repository } from '../support/samples.ts';
import { memoryKeep } from './secrets.ts';
import { origin } from './situations.ts';

const minted = DeviceId.parse('device-minted');
const memory = (kept?: Record<string, unknown>, now = () => 0) => createMemory(memoryKeep(kept), () => minted, now);

describe('what a workspace remembers', () => {
  it('is one device, whichever window opens it', () => {
    const keep = memoryKeep();
    expect(
      createMemory(
        keep,
        () => minted,
        () => 0,
      ).device(),
    ).toBe(minted);
    expect(
      createMemory(
        keep,
        () => DeviceId.parse('device-another'),
        () => 0,
      ).device(),
    ).toBe(minted);
  });

  it('is that the first message was agreed to, for this repository and this bridge alone', async () => {
    const here = memory();
    await here.agree(origin, repository, 'status');
    expect(here.agreed(origin, repository, 'status')).toBe(true);
    expect(here.agreed(Origin.parse('https://team.example'), repository, 'status')).toBe(false);
    expect(here.agreed(origin, RepositoryId.parse('example.com/acme/api'), 'status')).toBe(false);
  });

  it('is what was agreed to: who lets the status out lets the branch’s name out, and nothing else follows from anything', async () => {
    const kinds = ['presence', 'status', 'files'] as const;
    for (const agreed of kinds) {
      const here = memory();
      await here.agree(origin, repository, agreed);
      const also = { presence: [], status: ['presence'], files: [] }[agreed];
      expect(kinds.filter((kind) => here.agreed(origin, repository, kind)).toSorted()).toEqual(
        [agreed, ...also].toSorted(),
      );
    }
  });

  it('is a pause, until it is resumed or until its end has come, whoever looks', async () => {
    let now = 1_000;
    const keep = memoryKeep();
    const [here, later] = [0, 1].map(() =>
      createMemory(
        keep,
        () => minted,
        () => now,
      ),
    );
    await here?.pause(true);
    expect([here?.paused(), here?.pausedUntil()]).toEqual([true, undefined]);
    await here?.pause(5_000);
    expect([here?.paused(), here?.pausedUntil()]).toEqual([true, 5_000]);
    now = 4_999;
    expect(later?.paused()).toBe(true);
    now = 5_000;
    expect([later?.paused(), later?.pausedUntil()]).toEqual([false, 5_000]);
    await here?.pause(false);
    expect([here?.paused(), here?.pausedUntil()]).toEqual([false, undefined]);
  });

  it('is what each workflow was last started with', async () => {
    const here = memory();
    expect(here.inputs('p ci.yml')).toEqual({});
    await here.keepInputs('p ci.yml', { to: 'staging' });
    expect(here.inputs('p ci.yml')).toEqual({ to: 'staging' });
    expect(here.inputs('p deploy.yml')).toEqual({});
    expect(memory({ 'inputs p ci.yml': [1] }).inputs('p ci.yml')).toEqual({});
  });

  it('is nothing that cannot be read', () => {
    const here = memory({
      agreed: `${origin} ${repository}`,
      bridge: 'http://evil.example',
      paused: 'no',
      left: 1,
      device: 'x',
    });
    expect(here.agreed(origin, repository, 'status')).toBe(false);
    expect(here.last()).toBeUndefined();
    expect([here.paused(), here.left(), here.device()]).toEqual([false, false, minted]);
  });

  it('is where it was connected, and whether it wants to be left alone', async () => {
    const here = memory();
    await here.connected(origin);
    await here.leave();
    expect([here.last(), here.left()]).toEqual([origin, true]);
    await here.connected(origin);
    expect(here.left()).toBe(false);
  });

  it('counts on, across windows and back-stepping clocks', () => {
    const keep = memoryKeep();
    const [a, b] = [
      createMemory(
        keep,
        () => minted,
        () => 0,
      ),
      createMemory(
        keep,
        () => minted,
        () => 0,
      ),
    ];
    expect([a.counter(100), a.counter(100), b.counter(50), a.counter(200)]).toEqual([100, 101, 102, 200]);
  });
});
