import { expect, it } from 'vitest';
import type { CiDeed, CiProvider } from '../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { cardRun, type WatchedCi } from './ci-scene.ts';

const refused = { name: 'PlatformError', fault: 'refused' };

/** A deed of a kind, about a run that has failed. */
async function deedOf(ci: WatchedCi, of: string): Promise<CiDeed> {
  const start = await ci.startOf('pass');
  const run = cardRun(ci.provider, { run: RunId.parse('1'), commit: start.commit, state: 'failed', revision: 1 });
  const gate = { environment: 'production', approvers: [] };
  const deeds: Readonly<Record<string, CiDeed>> = {
    debug: { ...start, debug: true },
    cancel: { type: 'cancel', run },
    rerun: { type: 'rerun', run, what: 'all', debug: false },
    'rerun with debug': { type: 'rerun', run, what: 'all', debug: true },
    'rerun of what failed': { type: 'rerun', run, what: 'failed', debug: false },
    'rerun of a job': { type: 'rerun', run, what: { job: '1' }, debug: false },
    decide: { type: 'decide', run, gate, verdict: 'approved', comment: '' },
  };
  return deeds[of] ?? start;
}

/** What every provider promises of what it is asked to do. */
export function describeCiDeeds(watched: () => WatchedCi, can: CiProvider['can']): void {
  const denied = [
    { of: 'start', able: can.start },
    { of: 'debug', able: can.start && can.debug },
    { of: 'cancel', able: can.cancel },
    { of: 'rerun', able: can.rerun },
    { of: 'rerun with debug', able: can.rerun && can.debug },
    { of: 'rerun of what failed', able: can.rerunFailed },
    { of: 'rerun of a job', able: can.rerunJob },
    { of: 'decide', able: can.decide },
  ];
  it.each(denied.filter(({ able }) => !able))('refuses what it cannot do: $of', async ({ of }) => {
    await expect(watched().provider.act(await deedOf(watched(), of))).rejects.toMatchObject(refused);
  });

  it.runIf(can.start)('refuses an input that the workflow does not take', async () => {
    const ci = watched();
    const deed = await ci.startOf('pass', { 'no-such-input': 'x' });
    await expect(ci.provider.act(deed)).rejects.toMatchObject(refused);
  });

  it.runIf(can.start)('hands typed inputs on to the run, and refuses what does not fit', async () => {
    const ci = watched();
    if (!ci.inputs) return;
    const { branch, workflow } = await ci.commit('input');
    const offered = (await ci.provider.workflows(ci.repository, branch)) ?? [];
    const one = offered.find(({ id }) => workflow === undefined || id === workflow);
    const greeting = one?.inputs.find(({ name }) => name === 'greeting');
    expect(greeting).toMatchObject({ type: 'choice', required: true, options: ['hello', 'bye'] });
    const wrong = await ci.startOf('input', { greeting: 'hi' });
    await expect(ci.provider.act(wrong)).rejects.toMatchObject(refused);
    const run = await ci.start('input', { greeting: 'bye' });
    expect((await ci.end(run)).state).toBe('passed');
    expect(await ci.wholeLog(run)).toContain('greeting=bye');
  });

  it.runIf(can.cancel)('cancels a run that is under way, and no other; what has ended is left', async () => {
    const ci = watched();
    const [first, second] = [await ci.start('hang'), await ci.start('hang')];
    const under = await ci.until(first, ({ state }) => state === 'running');
    await ci.act({ type: 'cancel', run: ci.stand(second) });
    expect((await ci.end(second)).state).toBe('cancelled');
    expect(hasEnded(ci.stand(first).state)).toBe(false);
    await ci.act({ type: 'cancel', run: under });
    const end = await ci.end(first);
    expect(end.state).toBe('cancelled');
    expect(await ci.provider.act({ type: 'cancel', run: end })).toBeUndefined();
  });

  it.runIf(can.rerun)('runs all of it again: another attempt, or a run of its own', async () => {
    const ci = watched();
    const first = await ci.end(await ci.start('fail'));
    const answer = await ci.act({ type: 'rerun', run: first, what: 'all', debug: false });
    expect(answer?.attempt).toBe(answer?.run === first.run ? 2 : 1);
    if (answer?.run !== first.run) return;
    const end = await ci.end(first.run, 2);
    expect(end.state).toBe('failed');
    expect(end.queuedAt).toBe(first.queuedAt);
    expect(end.startedAt).toBeGreaterThanOrEqual(first.endedAt ?? 0);
    for (const job of end.jobs ?? []) expect(job.attempt).toBe(2);
    expect(await ci.wholeLog(first.run)).toContain('Grüße, 世界');
  });

  it.runIf(can.rerunFailed)('runs only what failed again', async () => {
    const ci = watched();
    const first = await ci.end(await ci.start('half'));
    expect(first.state).toBe('failed');
    await ci.act({ type: 'rerun', run: first, what: 'failed', debug: false });
    const end = await ci.end(first.run, 2);
    expect(end.jobs?.map(({ name }) => name).toSorted()).toEqual(['bad', 'good']);
    expect(end.state).toBe('failed');
    expect([await ci.ran?.('good'), await ci.ran?.('bad')]).toEqual([1, 2]);
  });

  it.runIf(can.rerunJob)('runs one job again', async () => {
    const ci = watched();
    const first = await ci.end(await ci.start('half'));
    const job = (await ci.until(first.run, ({ jobs }) => jobs?.length === 2)).jobs?.find(({ name }) => name === 'bad');
    await ci.act({ type: 'rerun', run: first, what: { job: job?.id ?? '' }, debug: false });
    expect((await ci.end(first.run, 2)).state).toBe('failed');
    expect([await ci.ran?.('good'), await ci.ran?.('bad')]).toEqual([1, 2]);
  });

  it.runIf(can.decide)('waits at a gate for a yes, and goes on; a no ends it', async () => {
    const ci = watched();
    for (const verdict of ['approved', 'rejected'] as const) {
      const run = await ci.start('gate');
      const waiting = await ci.until(run, ({ state, gates }) => state === 'waiting' && gates?.length === 1);
      const gate = waiting.gates?.[0];
      if (!gate) throw new Error('there is no gate');
      await ci.act({ type: 'decide', run: waiting, gate, verdict, comment: 'As agreed.' });
      const end = await ci.end(run);
      expect(end.state === 'passed').toBe(verdict === 'approved');
      expect(end.gates ?? []).toEqual([]);
    }
  });
}
