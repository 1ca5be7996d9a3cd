import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeRun } from '../../bridge/domain/run.ts';
import type { CiProvider } from '../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import { RepositoryId, RunId } from '../../protocol/model/ids.ts';
import { CiRun, type CiState } from '../../protocol/model/run.ts';
import { Workflow } from '../../protocol/model/workflow.ts';
import { describeCiDeeds } from './ci-deeds.ts';
import { describeCiLogs } from './ci-logs.ts';
import { collectReports } from './ci-reports.ts';
import { cardRun, type CiScene, eventually, watch, type WatchedCi } from './ci-scene.ts';

const stages: readonly CiState[] = ['queued', 'waiting', 'setting-up', 'running'];
const stage = (state: CiState): number => (hasEnded(state) ? stages.length : stages.indexOf(state));

/** What every provider of CI promises. What it cannot do, it refuses. */
export function describeCiProvider(name: string, open: () => Promise<CiScene>, can: CiProvider['can']): void {
  describe(`${name} as a CI provider`, () => {
    let scene: CiScene;
    let ci: WatchedCi;
    beforeEach(async () => {
      scene = await open();
      ci = await watch(scene);
    });
    afterEach(async () => {
      await ci?.close();
      await scene?.close();
    });

    it('can what it says', () => {
      expect(ci.provider.can).toEqual(can);
    });

    it('tells what can be started, of its own repositories only', async () => {
      const { branch } = await scene.commit('pass');
      const workflows = await ci.provider.workflows(scene.repository, branch);
      expect(workflows?.length).toBeGreaterThan(0);
      for (const each of workflows ?? []) expect(Workflow.parse(each).provider).toBe(ci.provider.id);
      const elsewhere = RepositoryId.parse('elsewhere.example/acme/web');
      expect(await ci.provider.workflows(elsewhere, branch)).toBeUndefined();
      if (!can.start) return;
      const deed = await ci.startOf('pass');
      await expect(ci.act({ ...deed, repository: elsewhere })).rejects.toMatchObject({
        name: 'PlatformError',
        fault: 'refused',
      });
    });

    it.runIf(can.start)('tells of a run whose tests pass, from its begin to its end', async () => {
      const end = await ci.end(await ci.start('pass'));
      expect(end).toMatchObject({ state: 'passed', failures: [] });
      expect(end.startedAt).toBeLessThanOrEqual(end.endedAt ?? 0);
      for (const job of end.jobs ?? []) expect(hasEnded(job.state)).toBe(true);
    });

    it.runIf(can.start)('tells of failing tests by their names, or by the lines that tell why', async () => {
      const run = await ci.start('fail');
      await ci.end(run);
      const end = await ci.until(run, ({ failures, lines }) => failures.length + lines.length > 0);
      expect(end.state).toBe('failed');
      for (const line of end.lines) expect(line.trim()).not.toBe('');
    });

    it.runIf(can.start)('tells only what the wire takes', async () => {
      for (const does of ['pass', 'fail'] as const) {
        const run = await ci.start(does);
        const end = await ci.end(run);
        for (const report of ci.told(run)) {
          const { handle: _, of: __, ...rest } = report;
          expect(CiRun.safeParse({ ...end, ...rest }).error).toBeUndefined();
        }
        expect(CiRun.parse(end)).toEqual(end);
      }
    });

    it.runIf(can.start)('[W4] tells what makes one run, in any order and however often it is told', async () => {
      const runs = [await ci.start('pass'), await ci.start('fail')];
      for (const run of runs) await ci.end(run);
      for (const run of runs) {
        const told = ci.told(run);
        const known = cardRun(ci.provider, { run, commit: ci.stand(run).commit });
        const whole = told.reduce(mergeRun, known);
        const all = fc.shuffledSubarray([...told], { minLength: told.length });
        fc.assert(
          fc.property(fc.array(fc.constantFrom(...told), { maxLength: 10 }), all, (repeats, order) => {
            expect([...repeats, ...order, ...repeats].reduce(mergeRun, known)).toEqual(whole);
          }),
        );
      }
    });

    it.runIf(can.start && can.ourIds)('tells one thing after another, and nothing after the end', async () => {
      const deeds = [await ci.startOf('pass'), await ci.startOf('fail')];
      for (const deed of deeds) await ci.provider.act(deed);
      const ended = deeds.map(({ run }) => run);
      await Promise.all(ended.map(async (run) => ci.reports.end(run)));
      for (const run of ended) {
        const told = ci.told(run);
        expect(told.map(({ state }) => stage(state))).toEqual(
          told.map(({ state }) => stage(state)).toSorted((a, b) => a - b),
        );
        expect(told.filter(({ state }) => hasEnded(state))).toHaveLength(1);
        const revisions = told.map(({ revision }) => revision);
        expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
      }
      expect(ci.reports.overlaps).toEqual([]);
    });

    it.runIf(can.start && can.ourIds)('does one run for one id', async () => {
      const deed = await ci.startOf('pass');
      const answers = [await ci.provider.act(deed), await ci.provider.act(deed)];
      expect(answers).toMatchObject([{ run: deed.run }, { run: deed.run }]);
      await ci.reports.end(deed.run);
      await ci.provider.act(deed);
      await ci.end(await ci.start('pass'));
      expect(ci.told(deed.run).filter(({ state }) => hasEnded(state))).toHaveLength(1);
    });

    it.runIf(can.start && !can.ourIds)(
      'is asked for what has changed in a repository, and says what it is for',
      async () => {
        const { provider } = ci;
        const of = { repository: scene.repository };
        await provider.read(of);
        const deed = await ci.startOf('pass');
        const run = (await provider.act(deed))?.run;
        const seen = new Set<string | undefined>();
        const report = await eventually(
          async () => {
            await scene.tick?.();
            return (await provider.read(of)).filter((each) => each.run === run).at(-1);
          },
          (each) => {
            if (each) seen.add(each.of && `${each.of.repository} ${each.of.commit} ${each.of.branch}`);
            return each !== undefined && hasEnded(each.state);
          },
        );
        expect(report?.run).toBe(run);
        expect([...seen]).toEqual([`${scene.repository} ${deed.commit} ${deed.branch}`]);
        await eventually(
          async () => provider.read(of),
          (reports) => reports.length === 0,
        );
      },
    );

    it('knows nothing of a run that is not there', async () => {
      const nobody = RunId.parse('999999999');
      expect(await ci.provider.read({ run: nobody })).toEqual([]);
      expect(await ci.provider.log(nobody, 0)).toBeUndefined();
    });

    it.runIf(can.start)('looks after a run that had not ended when the bridge did', async () => {
      const run = await ci.start(can.ourIds ? 'hang' : 'pass');
      const known = await ci.until(run, ({ state }) => state !== 'queued');
      const { handle } = ci.told(run).findLast((report) => report.handle !== undefined) ?? {};
      await ci.close();
      const later = collectReports();
      // As the bridge knew it last; the engine may know more by now.
      const left = cardRun(ci.provider, { run, commit: known.commit, state: 'running', revision: 7 });
      const unsettled = { run: left, ...(handle !== undefined && { handle }) };
      const close = await ci.provider.open(later.receive, [unsettled]);
      const end = await eventually(
        async () => {
          await scene.tick?.();
          const asked = can.ourIds || later.of(run).length === 0 ? [] : await ci.provider.read({ run });
          return [...later.of(run), ...asked].find(({ state }) => hasEnded(state));
        },
        (found) => found !== undefined,
      );
      expect(end?.attempt).toBe(1);
      await close();
    });

    describeCiDeeds(() => ci, can);
    describeCiLogs(() => ci, can);
  });
}
