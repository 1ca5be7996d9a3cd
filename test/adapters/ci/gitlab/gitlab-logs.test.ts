import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byHand, type ByHand, jobIn, plan, runOf } from './by-hand.ts';

describe('logs of GitLab', () => {
  let scene: ByHand;
  beforeEach(async () => {
    scene = await byHand();
  });
  afterEach(async () => scene.close());
  const made: ByHand['made'] = (jobs, more) => scene.made(jobs, more);
  const set: ByHand['set'] = (pipeline, name, status, reason) => scene.set(pipeline, name, status, reason);

  it('gives no log of a job that is none of the run, and says why there is none yet', async () => {
    const pipeline = made([plan('unit')]);
    const other = made([plan('unit')]);
    const run = runOf(pipeline);
    expect(await scene.provider.log(run, 0, { job: String(jobIn(other, 'unit').id) })).toBeUndefined();
    const piece = await scene.provider.log(run, 0);
    expect(piece).toEqual({ text: '', next: 0, ended: false, note: expect.stringMatching(/runner/) });
  });

  it('gives a log byte by byte the same while its jobs go on and when they have ended', async () => {
    const pipeline = made([plan('compile', 'build'), plan('unit')]);
    const run = runOf(pipeline);
    let text = '';
    const readOn = async () => {
      const piece = await scene.provider.log(run, Buffer.byteLength(text));
      text += piece?.text ?? '';
      return piece?.ended;
    };
    set(pipeline, 'compile', 'running');
    jobIn(pipeline, 'compile').trace += 'one\n';
    expect(await readOn()).toBe(false);
    jobIn(pipeline, 'compile').trace += 'two\n';
    set(pipeline, 'compile', 'success');
    set(pipeline, 'unit', 'running');
    jobIn(pipeline, 'unit').trace += 'three\n';
    expect(await readOn()).toBe(false);
    set(pipeline, 'unit', 'success');
    expect(await readOn()).toBe(true);
    const whole = (await scene.provider.log(run, 0))?.text ?? '';
    expect(whole.replaceAll(/\[step [a-z-]+\] (\w+) +/g, '$1')).toBe(
      text.replaceAll(/\[step [a-z-]+\] (\w+) +/g, '$1'),
    );
    expect(Buffer.byteLength(whole)).toBe(Buffer.byteLength(text));
    expect(text).toMatch(/^##\[step running\] compile +\none\ntwo\n##\[step running\] unit +\nthree\n$/);
  });

  it('asks GitLab once for each job of a long run, however many pieces are read of all together', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `job ${index}`);
    const pipeline = made(names.map((name) => plan(name)));
    for (const name of names) {
      set(pipeline, name, 'running');
      jobIn(pipeline, name).trace = `${name} ${'x'.repeat(91)}\n`.repeat(900);
      set(pipeline, name, 'success');
    }
    scene.server.calls.length = 0;
    const pieces: string[] = [];
    for (let from = 0; ; ) {
      const piece = await scene.provider.log(runOf(pipeline), from);
      pieces.push(piece?.text ?? '');
      expect(piece?.next).toBe(Buffer.byteLength(pieces.join('')));
      if (!piece || piece.ended) break;
      from = piece.next;
    }
    expect(pieces.length).toBeGreaterThan(25);
    const whole = pieces.join('');
    for (const name of names) expect(whole.split(`\n${name} x`)).toHaveLength(901);
    expect(scene.server.calls.filter((call) => JSON.stringify(call).includes('/trace')).length).toBeLessThanOrEqual(20);
  });

  it('asks GitLab once for a long log that has ended, and anew when some time has passed', async () => {
    const pipeline = made([plan('unit')]);
    set(pipeline, 'unit', 'running');
    jobIn(pipeline, 'unit').trace = `${'x'.repeat(99)}\n`.repeat(5000);
    set(pipeline, 'unit', 'success');
    scene.server.calls.length = 0;
    const read = async () => {
      for (let from = 0; ; ) {
        const piece = await scene.provider.log(runOf(pipeline), from);
        if (!piece || piece.ended) return from;
        from = piece.next;
      }
    };
    expect(await read()).toBeGreaterThan(400_000);
    const once = scene.server.calls.length;
    expect(once).toBeLessThanOrEqual(4);
    await read();
    expect(scene.server.calls).toHaveLength(once);
    await scene.clock.advance(15_000);
    await read();
    expect(scene.server.calls.length).toBeGreaterThan(once);
    expect(scene.server.calls.filter((call) => call.includes('/trace'))).toHaveLength(1);
  });
});
