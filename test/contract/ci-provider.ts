import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CiProvider, CiReport, RunOrder } from '../../bridge/ports/ci-provider.ts';
import { CiRun } from '../../protocol/model/run.ts';
import { type BranchName, RepositoryId, RunId, type Sha } from '../../protocol/model/ids.ts';
import { collectReports, type Reports } from './ci-reports.ts';

/** A provider that has not been opened, and commits for it to test. */
export interface CiScene {
  readonly provider: CiProvider;
  readonly repository: RepositoryId;
  /** A commit whose tests pass, or fail, or never end. Their log says `Grüße, 世界` at least a hundred times in a coloured line. */
  commit(tests: 'pass' | 'fail' | 'hang'): Promise<{ readonly branch: BranchName; readonly commit: Sha }>;
  close(): Promise<void>;
}

const stages = ['queued', 'setting-up', 'running'];
const stage = ({ state }: CiReport): number => (stages.includes(state) ? stages.indexOf(state) : stages.length);
const unknown = RunId.parse('no-such-run');
const controls = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What every provider of CI promises. */
export function describeCiProvider(name: string, open: () => Promise<CiScene>): void {
  describe(`${name} as a CI provider`, () => {
    let scene: CiScene;
    let reports: Reports;
    let close: () => Promise<void>;
    let runs = 0;
    beforeEach(async () => {
      scene = await open();
      reports = collectReports();
      close = await scene.provider.open(reports.receive, []);
    });
    afterEach(async () => {
      await close();
      await scene.close();
    });
    const order = async (tests: 'pass' | 'fail' | 'hang'): Promise<RunOrder> => {
      runs += 1;
      return { run: RunId.parse(`run-${runs}`), repository: scene.repository, ...(await scene.commit(tests)) };
    };
    const start = async (tests: 'pass' | 'fail' | 'hang'): Promise<RunId> => {
      const ordered = await order(tests);
      await scene.provider.start(ordered);
      return ordered.run;
    };
    const wholeLog = async (run: RunId): Promise<string> => {
      let text = '';
      for (let from = 0; ; ) {
        const piece = await scene.provider.log(run, from);
        expect(piece).toBeDefined();
        if (!piece) return text;
        expect(piece.next - from).toBe(Buffer.byteLength(piece.text));
        expect(Buffer.byteLength(piece.text)).toBeLessThanOrEqual(64 * 1024);
        text += piece.text;
        from = piece.next;
        if (piece.ended) return text;
      }
    };

    it('tells of a run whose tests pass, from its begin to its end', async () => {
      const run = await start('pass');
      const end = await reports.end(run);
      expect(end).toMatchObject({ state: 'passed', failures: [] });
      expect(end.startedAt).toBeLessThanOrEqual(end.endedAt ?? 0);
    });

    it('tells of failing tests by their names or by the last lines', async () => {
      const end = await reports.end(await start('fail'));
      expect(end.state).toBe('failed');
      expect(end.failures.length + end.lines.length).toBeGreaterThan(0);
      expect(end.failures.length).toBeLessThanOrEqual(50);
      expect(end.lines.length).toBeLessThanOrEqual(20);
    });

    it('tells one thing after another, each newer than the last, and nothing after the end', async () => {
      const ended = [await start('pass'), await start('fail')];
      await Promise.all(ended.map(reports.end));
      await close();
      for (const run of ended) {
        const told = reports.of(run);
        expect(told.map(stage)).toEqual(told.map(stage).toSorted((a, b) => a - b));
        expect(told.filter((report) => stage(report) === stages.length)).toHaveLength(1);
        const revisions = told.map(({ revision }) => revision);
        expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
        expect(new Set(told.map(({ attempt }) => attempt))).toEqual(new Set([1]));
      }
      expect(reports.overlaps).toEqual([]);
    });

    it('tells only what the wire takes', async () => {
      const run = await start('fail');
      await reports.end(run);
      const { commit } = await scene.commit('pass');
      const rest = { provider: scene.provider.id, workflow: scene.provider.workflow, commit, queuedAt: 0 };
      for (const report of reports.of(run)) expect(CiRun.safeParse({ ...report, ...rest }).success).toBe(true);
    });

    it('does one run for one id', async () => {
      const ordered = await order('pass');
      await scene.provider.start(ordered);
      await scene.provider.start(ordered);
      await reports.end(ordered.run);
      await scene.provider.start(ordered);
      await reports.end(await start('pass'));
      const ends = reports.of(ordered.run).filter((report) => stage(report) === stages.length);
      expect(ends).toHaveLength(1);
    });

    it('refuses a repository that it does not know', async () => {
      const elsewhere = RepositoryId.parse('elsewhere.example/acme/web');
      const refused = scene.provider.start({ ...(await order('pass')), repository: elsewhere });
      await expect(refused).rejects.toMatchObject({ name: 'PlatformError', fault: 'refused' });
    });

    it('cancels a run that is under way, and no other', async () => {
      const run = await start('hang');
      await reports.until(run, 'running');
      expect(await scene.provider.cancel(unknown)).toBe(false);
      expect(await scene.provider.cancel(run)).toBe(scene.provider.can.cancel);
      if (!scene.provider.can.cancel) return;
      expect((await reports.end(run)).state).toBe('cancelled');
      expect(await scene.provider.cancel(run)).toBe(false);
    });

    it('cancels a run that waits', async () => {
      if (!scene.provider.can.cancel) return;
      const first = await start('hang');
      const second = await start('pass');
      expect(await scene.provider.cancel(second)).toBe(true);
      expect((await reports.end(second)).state).toBe('cancelled');
      await reports.until(first, 'running');
      await scene.provider.cancel(first);
      await reports.end(first);
    });

    it('gives the log in pieces, as plain text', async () => {
      const run = await start('pass');
      await reports.end(run);
      const log = await wholeLog(run);
      expect(log.split('Grüße, 世界').length).toBeGreaterThan(100);
      expect(log).not.toMatch(controls);
      const end = Buffer.byteLength(log);
      expect(await scene.provider.log(run, end)).toEqual({ text: '', next: end, ended: true });
      const middle = Buffer.byteLength(log.slice(0, 500));
      expect((await scene.provider.log(run, middle))?.text).toBe((await wholeLog(run)).slice(500));
      expect(await scene.provider.log(unknown, 0)).toBeUndefined();
    });

    it('gives the log of a run while it is under way', async () => {
      if (!scene.provider.can.liveLog) return;
      const run = await start('hang');
      await reports.until(run, 'running');
      await expect
        .poll(async () => (await scene.provider.log(run, 0))?.text, { timeout: 20_000 })
        .toContain('Grüße, 世界');
      expect((await scene.provider.log(run, 0))?.ended).toBe(false);
      await scene.provider.cancel(run);
      await reports.end(run);
      expect((await scene.provider.log(run, 0))?.ended).toBe(true);
    });

    it('brings a run to an end that had not ended when the bridge did', async () => {
      const { run, commit } = await order('hang');
      const { id: provider, workflow } = scene.provider;
      const began = { attempt: 1, revision: 7, queuedAt: 1, startedAt: 2, failures: [], lines: [] };
      const known: CiRun = { run, commit, provider, workflow, state: 'running', ...began };
      const next = await open();
      const later = collectReports();
      const closeNext = await next.provider.open(later.receive, [{ run: known }]);
      const end = await later.end(run);
      expect(end.revision).toBeGreaterThan(7);
      expect(end).toMatchObject({ attempt: 1, startedAt: 2 });
      await closeNext();
      await next.close();
    });
  });
}
