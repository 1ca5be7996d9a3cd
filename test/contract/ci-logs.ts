import { expect, it } from 'vitest';
import type { CiProvider } from '../../bridge/ports/ci-provider.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { readLogMark } from '../../protocol/model/log-mark.ts';
import { CiState } from '../../protocol/model/run.ts';
import { eventually, type WatchedCi } from './ci-scene.ts';

const controls = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
// oxlint-disable-next-line no-control-regex -- it is what may be there
const colours = /\u001b\[[\d;:]*m/g;
const greeting = 'Grüße, 世界';

/** What every provider promises of its logs. */
export function describeCiLogs(watched: () => WatchedCi, can: CiProvider['can']): void {
  it.runIf(can.start)('[T14] gives the log in pieces, as plain text or with colours', async () => {
    const ci = watched();
    const run = await ci.start('pass');
    await ci.end(run);
    const plain = await ci.wholeLog(run);
    expect(plain.split(greeting).length).toBeGreaterThan(100);
    expect(plain).not.toMatch(controls);
    const coloured = await ci.wholeLog(run, { style: 'sgr' });
    expect(coloured).toMatch(colours);
    expect(coloured.replaceAll(colours, '')).toBe(plain);

    const { provider } = ci;
    for (const [whole, style] of [
      [plain, 'plain'],
      [coloured, 'sgr'],
    ] as const) {
      const end = Buffer.byteLength(whole);
      expect(await provider.log(run, end, { style })).toMatchObject({ text: '', next: end, ended: true });
      const at = whole.indexOf(greeting, whole.length / 2);
      const later = await provider.log(run, Buffer.byteLength(whole.slice(0, at)), { style });
      expect(later?.text).toBe(whole.slice(at, at + (later?.text.length ?? 0)));
      expect(later?.text.length).toBeGreaterThan(0);
    }
    expect(await provider.log(RunId.parse('999999999'), 0)).toBeUndefined();
  });

  it.runIf(can.start)('divides the log by steps, and gives that of a job by itself', async () => {
    const ci = watched();
    const run = await ci.start('fail');
    const end = await ci.end(run);
    const lines = (await ci.wholeLog(run)).split('\n');
    const steps = lines.map(readLogMark).filter((mark) => mark?.type === 'step');
    expect(steps.length).toBeGreaterThan(0);
    for (const { state } of steps) expect(CiState.safeParse(state).success).toBe(true);
    const [job] = end.jobs ?? [];
    expect(await ci.wholeLog(run, job && { job: job.id })).toContain(greeting);
  });

  it.runIf(can.start && can.cancel)('gives the log of a run under way, or says why it does not', async () => {
    const ci = watched();
    const run = await ci.start('hang');
    const under = await ci.until(run, ({ state }) => state === 'running');
    const piece = await eventually(
      async () => ci.provider.log(run, 0),
      (found) => (can.liveLog ? (found?.text.includes(greeting) ?? false) : found !== undefined),
    );
    expect(piece?.ended).toBe(false);
    expect(can.liveLog || (piece?.text === '' && piece.next === 0 && /\w/.test(piece.note ?? ''))).toBe(true);
    await ci.act({ type: 'cancel', run: under });
    await ci.end(run);
    await eventually(
      async () => ci.provider.log(run, 0),
      (found) => found === undefined || found.ended,
    );
  });
}
