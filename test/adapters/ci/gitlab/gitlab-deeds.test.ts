import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CiDeed, CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { inputsIn } from '../../../../bridge/adapters/ci/gitlab/config-file.ts';
import { mergeRun, newRun } from '../../../../bridge/domain/run.ts';
import type { CiRun } from '../../../../protocol/model/run.ts';
import { until } from '../../../support/until.ts';
import { type GitLabScene, gitLabScene, repository } from './scene.ts';

const config = `variables:
  LEVEL:
    description: How loud
    value: low
    options: [low, high]
  QUIET: 'yes'
unit:
  script: [echo "level=$LEVEL"]
`;
const gated = `stages: [test, deploy]
unit:
  script: [echo fine]
ship:
  stage: deploy
  when: manual
  allow_failure: false
  environment: production
  script: [echo shipped]
`;

describe('what GitLab is asked to do', () => {
  let scene: GitLabScene;
  beforeEach(async () => {
    scene = await gitLabScene();
  });
  afterEach(async () => scene.close());

  const deedOf = async (text: string, inputs: Readonly<Record<string, string>> = {}) => ({
    ...({ type: 'start', repository, inputs, debug: false, run: 'wanted' } as unknown as Extract<
      CiDeed,
      { type: 'start' }
    >),
    ...(await scene.commitConfig(text)),
  });
  const start = async (text: string, inputs = {}): Promise<CiRun> => {
    const deed = await deedOf(text, inputs);
    const report = await scene.provider.act(deed);
    if (!report?.of) throw new Error('a start has to answer with the run');
    return mergeRun(newRun({ ...report.of, run: report.run, provider: 'gitlab-ci' }), report);
  };
  const reach = async (run: CiRun, fits: (report: CiReport) => boolean): Promise<CiRun> => {
    let last: CiReport | undefined;
    await until(async () => {
      [last] = await scene.provider.read({ run: run.run });
      return last && fits(last);
    });
    return last ? mergeRun(run, last) : run;
  };
  const posts = () =>
    scene.server.calls
      .filter((call) => call.startsWith('POST'))
      .map((call) => call.replace(/^POST \/projects\/[^/]+/, ''));

  it('[E5] starts nothing for a branch that has moved', async () => {
    const deed = await deedOf(config);
    await scene.server.site.repository.commit('More');
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'refused', vendorWord: 'branch_moved' });
    expect(posts()).toEqual([]);
  });

  it('[E5] cancels what it has started where the branch moved meanwhile', async () => {
    const deed = await deedOf(config);
    const { site } = scene.server;
    const { create } = site.pipelines;
    site.pipelines.create = (plans, origin) => create(plans, { ...origin, sha: 'e'.repeat(40), real: false });
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'refused', vendorWord: 'branch_moved' });
    expect(site.pipelines.all.map(({ status }) => status)).toEqual(['canceled']);
  });

  it('asks for variables that have a description, and hands them on', async () => {
    const { branch } = await scene.commitConfig(config);
    expect(await scene.provider.workflows(repository, branch)).toEqual([
      {
        provider: 'gitlab-ci',
        id: 'pipeline',
        name: 'pipeline',
        inputs: [
          {
            name: 'LEVEL',
            type: 'choice',
            required: false,
            description: 'How loud',
            default: 'low',
            options: ['low', 'high'],
          },
        ],
      },
    ]);
    const run = await reach(await start(config, { LEVEL: 'high' }), ({ state }) => state === 'passed');
    expect((await scene.provider.log(run.run, 0))?.text).toContain('level=high');
    for (const inputs of [{ LEVEL: 'middle' }, { QUIET: 'no' }, { PATH: '/tmp' }]) {
      await expect(start(config, inputs)).rejects.toMatchObject({ fault: 'refused' });
    }
  });

  it('has no workflow for a branch without a configuration', async () => {
    const { site } = scene.server;
    await site.repository.switchTo('bare');
    expect(await scene.provider.workflows(repository, 'bare' as never)).toEqual([]);
  });

  it.each([
    ['spec:\n  inputs:\n    n:\n      type: number\n      default: 3\n---\nunit: {script: [x]}', 'n number false 3'],
    ['spec:\n  inputs:\n    b:\n      type: boolean\n---\nunit: {script: [x]}', 'b boolean true '],
    [
      'spec:\n  inputs:\n    l:\n      type: array\n      default: [a]\n---\nunit: {script: [x]}',
      'l string false ["a"]',
    ],
    ['spec:\n  inputs:\n    bare:\n---\nunit: {script: [x]}', 'bare string true '],
    ['variables: {A: {value: x}, B: y}', ''],
    ['- a list', ''],
    ['a: &a [*a, *a]', ''],
    ['{', ''],
    ['', ''],
  ])('reads of %j the inputs %j', (text, told) => {
    const shown = inputsIn(text).map(
      ({ name, type, required, default: usual = '' }) => `${name} ${type} ${required} ${usual}`,
    );
    expect(shown.join()).toBe(told);
  });

  it('is not sure whether it has started where the answer was lost', async () => {
    const deed = await deedOf(config);
    scene.server.faults.plan(/^POST .*pipeline$/, { type: 'lost', how: 'reset' });
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'unsure' });
  });

  it('says what GitLab says against it', async () => {
    const deed = await deedOf('stages: [test]\n');
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'refused', vendorWord: /visible job/ });
  });

  it('does nothing where there is nothing to run again', async () => {
    const run = await reach(await start(config), ({ state }) => state === 'passed');
    expect(await scene.provider.act({ type: 'rerun', run, what: 'failed', debug: false })).toBeUndefined();
    const gone = { ...run, run: `${run.run}0` } as CiRun;
    await expect(scene.provider.act({ type: 'cancel', run: gone })).rejects.toMatchObject({ fault: 'gone' });
  });

  it.each([
    ['approved', 'passed', /^\/deployments\/\d+\/approval 201,\/jobs\/\d+\/play 200$/],
    ['rejected', 'failed', /^\/deployments\/\d+\/approval 201$/],
  ] as const)('tells GitLab that a deployment was %s where it asks for approvals', async (verdict, state, calls) => {
    const run = await start(gated);
    const [deployment] = scene.server.site.deployments;
    if (deployment) deployment.status = 'blocked';
    const waiting = await reach(run, (report) => report.gates?.[0] !== undefined);
    expect(waiting).toMatchObject({ state: 'waiting', gates: [{ environment: 'production' }] });
    scene.server.calls.length = 0;
    const [gate] = waiting.gates ?? [];
    if (!gate) throw new Error('there is no gate');
    const deed = { type: 'decide', run: waiting, gate, verdict, comment: 'As agreed.' } as const;
    await scene.provider.act(deed);
    expect((await reach(waiting, (report) => report.state === state)).gates ?? []).toEqual([]);
    expect(posts().join()).toMatch(calls);
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'gone' });
  });

  it('[E5] does not say that nothing was done where it was done, and only cannot be read', async () => {
    const run = await start(gated);
    const waiting = await reach(run, ({ gates }) => gates?.length === 1);
    const unreadable = () => {
      const left = scene.server.calls.length;
      const lost = { type: 'lost', how: 'error' } as const;
      const sent = () => scene.server.calls.slice(left).some((call) => call.startsWith('POST'));
      const route = { test: (call: string) => call.startsWith('GET') && sent() } as RegExp;
      scene.server.faults.plan(route, lost, 100);
      return () => scene.server.faults.clear();
    };
    let mend = unreadable();
    const deed = await deedOf(gated);
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'unsure' });
    mend();
    mend = unreadable();
    const { run: id, attempt } = waiting;
    expect(await scene.provider.act({ type: 'cancel', run: waiting })).toMatchObject({ run: id, attempt });
    mend();
    expect(posts().at(-1)).toContain('/cancel');
  });
});
