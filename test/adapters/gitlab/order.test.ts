import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRun, newRun } from '../../../bridge/domain/run.ts';
import type { CiReport } from '../../../bridge/ports/ci-provider.ts';
import type { RawDelivery } from '../../../bridge/ports/hook.ts';
import { RunId, Sha } from '../../../protocol/model/ids.ts';
import { CiRun } from '../../../protocol/model/run.ts';
import { createGitLabCi } from '../../../bridge/adapters/ci/gitlab/index.ts';
import { type GitLabServer, startGitLab } from '../../support/gitlab/server.ts';
import { clientOf, projects } from '../ci/gitlab/scene.ts';
import { hookOf, signing } from './deliveries.ts';
import { manualClock } from '../../support/clock.ts';

const plan = (name: string, stage: string, more = {}) => ({
  name,
  stage,
  when: 'on_success',
  allowFailure: false,
  script: [],
  ...more,
});
const sha = Sha.parse('a'.repeat(40));

interface Scene {
  readonly server: GitLabServer;
  readonly ci: ReturnType<typeof createGitLabCi>;
  readonly run: RunId;
  readonly known: CiRun;
  /** Sets the newest try of a job. */
  set(name: string, status: string): void;
}

/** A pipeline of a build and two tests, whose jobs are set by hand. */
async function scene(): Promise<Scene> {
  const server = await startGitLab({ secrets: { signing } });
  const { pipelines } = server.site;
  const jobs = [plan('compile', 'build'), plan('unit', 'test'), plan('lint', 'test', { allowFailure: true })];
  const pipeline = pipelines.create({ stages: ['build', 'test'], jobs }, { ref: 'work', sha, real: false });
  const run = RunId.parse(`gitlab/acme/web/${pipeline.id}`);
  const known = newRun({ run, provider: 'gitlab-ci', workflow: 'pipeline', commit: sha, queuedAt: 1 });
  return {
    server,
    run,
    known,
    ci: createGitLabCi({ client: clientOf(server), projects, clock: manualClock() }),
    set(name, status) {
      const job = pipeline.jobs.findLast((each) => each.name === name);
      if (job) pipelines.set(pipeline, job, status);
    },
  };
}

/** Goes red, is retried, and goes green; calls `look` between. */
async function redThenGreen({ server, set, run }: Scene, look: () => Promise<void>): Promise<void> {
  const { pipelines } = server.site;
  const pipeline = pipelines.all.find(({ id }) => run.endsWith(`/${id}`));
  if (!pipeline) throw new Error('no pipeline');
  for (const [name, status] of [
    ['compile', 'pending'],
    ['compile', 'running'],
    ['compile', 'success'],
    ['unit', 'pending'],
    ['lint', 'pending'],
    ['unit', 'running'],
    ['lint', 'running'],
    ['lint', 'failed'],
    ['unit', 'failed'],
  ] as const) {
    set(name, status);
    await look();
  }
  pipelines.retry(
    pipeline,
    pipeline.jobs.filter(({ name, retried }) => name === 'unit' && !retried),
  );
  await look();
  for (const status of ['pending', 'running', 'success']) {
    set('unit', status);
    await look();
  }
}

const merged = (known: CiRun, reports: readonly CiReport[]): CiRun => CiRun.parse(reports.reduce(mergeRun, known));

async function heard(scene_: Scene, deliveries: readonly RawDelivery[], truth: boolean): Promise<CiReport[]> {
  const read = async (run: RunId) => scene_.ci.read({ run });
  const hook = hookOf({ projects, ...(truth && { truth: read }) });
  const reports: CiReport[] = [];
  for (const delivery of deliveries) {
    const news = await hook.hear(delivery);
    expect(news.type).toBe('heard');
    if (news.type === 'heard' && news.report) reports.push(news.report);
  }
  return reports;
}

describe('a pipeline that goes red, is retried and goes green', () => {
  it.each([
    ['GitLab is asked for what deliveries do not tell', true],
    ['GitLab cannot be asked', false],
  ])(
    '[W4] [F32] ends as one run in any order of its deliveries, however often they come, where %s',
    async (_, truth) => {
      const its = await scene();
      await redThenGreen(its, async () => {});
      const reports = await heard(its, its.server.site.sent, truth);
      expect(reports.length).toBeGreaterThan(15);
      const whole = merged(its.known, reports);
      expect(whole).toMatchObject({ state: 'passed', attempt: 2 });
      expect(whole.jobs?.map(({ name, state, attempt }) => `${name} ${state} ${attempt}`)).toEqual([
        'compile passed 1',
        'lint failed 1',
        'unit passed 2',
      ]);
      const all = fc.shuffledSubarray(reports, { minLength: reports.length });
      fc.assert(
        fc.property(all, fc.array(fc.constantFrom(...reports), { maxLength: 20 }), (order, repeats) => {
          expect(merged(its.known, [...repeats, ...order, ...repeats])).toEqual(whole);
        }),
        { numRuns: 300 },
      );
      await its.server.close();
    },
  );

  it('[W4] ends as one run where deliveries and answers of GitLab come mixed', async () => {
    const its = await scene();
    const answers: CiReport[] = [];
    await redThenGreen(its, async () => void answers.push(...(await its.ci.read({ run: its.run }))));
    const reports = [...(await heard(its, its.server.site.sent, false)), ...answers];
    const whole = merged(its.known, reports);
    expect(whole).toMatchObject({ state: 'passed', attempt: 2 });
    expect(whole).toEqual(merged(its.known, answers.slice(-1).concat(answers.slice(-1))));
    const all = fc.shuffledSubarray(reports, { minLength: reports.length });
    fc.assert(
      fc.property(all, (order) => {
        expect(merged(its.known, order)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
    await its.server.close();
  });

  it('[F32] ends as one run in all 40,320 orders of eight deliveries', async () => {
    const its = await scene();
    await redThenGreen(its, async () => {});
    const reports = await heard(its, its.server.site.sent, false);
    // Those of the pipeline itself, and of the jobs those that changed last.
    const eight = reports
      .filter(({ revision }) => revision > 0)
      .slice(-6)
      .concat(reports.slice(-3, -1))
      .slice(0, 8);
    expect(eight).toHaveLength(8);
    const ends = new Set<string>();
    let orders = 0;
    const follow = (run: CiRun, left: readonly CiReport[]): void => {
      if (left.length === 0) {
        orders += 1;
        ends.add(JSON.stringify(run));
      }
      for (const [at, report] of left.entries()) follow(mergeRun(run, report), left.toSpliced(at, 1));
    };
    follow(its.known, eight);
    expect(orders).toBe(40_320);
    for (const end of ends) expect(JSON.parse(end)).toEqual(merged(its.known, eight));
    await its.server.close();
  });
});
