import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as shapes from '../../../../bridge/adapters/ci/jenkins/schema.ts';
import { createJenkins } from '../../../../bridge/adapters/ci/jenkins/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import type { CiDeed, CiProvider, CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import { RunId } from '../../../../protocol/model/ids.ts';
import { cardRun, eventually } from '../../../contract/ci-scene.ts';
import type { Pipeline } from '../../../support/jenkins/records.ts';
import { type JenkinsServer, startJenkins } from '../../../support/jenkins/server.ts';
import { commitPipeline, jobs, pipelines, providerOf, repository } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

let server: JenkinsServer;
let ci: CiProvider;
beforeEach(async () => {
  server = await startJenkins();
  ci = providerOf(server);
});
afterEach(async () => server.close());

type Start = Extract<CiDeed, { type: 'start' }>;
const deedOf = async (pipeline: Pipeline, more: Partial<Start> = {}, branch?: string): Promise<Start> => {
  const at = await commitPipeline(server, pipeline, branch);
  return { type: 'start', run: RunId.parse('x'), repository, ...at, inputs: {}, debug: false, ...more };
};
const start = async (deed: Start): Promise<CiReport> => {
  const report = await ci.act(deed);
  if (!report) throw new Error('a start has to answer');
  return report;
};
const until = async (run: RunId, fits: (report: CiReport) => boolean, provider = ci): Promise<CiReport> => {
  const found = await eventually(
    async () => (await provider.read({ run }))[0],
    (report) => report !== undefined && fits(report),
  );
  if (!found) throw new Error('it is not there');
  return found;
};
const end = async (run: RunId): Promise<CiReport> => until(run, ({ state }) => hasEnded(state));
const known = (report: CiReport, deed: Start) =>
  cardRun(ci, { run: report.run, commit: deed.commit, state: report.state });
const text = async (run: RunId, style: 'plain' | 'sgr' = 'plain') => (await ci.log(run, 0, { style }))?.text ?? '';

describe('a job that takes its branch and commit by parameters', () => {
  it('builds the very commit, wherever the branch stands', async () => {
    const deed = await deedOf(pipelines.pass, { workflow: 'acme/any' }, 'topic');
    await commitPipeline(server, pipelines.fail, 'topic');
    const { run } = await start(deed);
    expect(await end(run)).toMatchObject({
      state: 'passed',
      of: { commit: deed.commit, branch: 'topic', workflow: 'acme/any' },
    });
    const news = await providerOf(server).read({ repository });
    expect(news.map(({ of }) => `${of?.commit} ${of?.branch}`)).toEqual([`${deed.commit} topic`]);
  });

  it('is asked for the others, but for passwords', async () => {
    const { branch } = await deedOf(pipelines.pass);
    const any = (await ci.workflows(repository, branch))?.find(({ id }) => id === 'acme/any');
    expect(any?.inputs.map(({ name, type }) => `${name} ${type}`)).toEqual(['LOUD boolean', 'NOTES string']);
    for (const inputs of [{ PASSWORD: 'x' }, { LOUD: 'perhaps' }, { BRANCH: 'main' }])
      await expect(start(await deedOf(pipelines.pass, { workflow: 'acme/any', inputs }))).rejects.toMatchObject({
        fault: 'refused',
      });
  });

  it('is not run again where a password cannot be read back', async () => {
    const deed = await deedOf(pipelines.pass, { workflow: 'acme/any' });
    const report = await end((await start(deed)).run);
    const again = { type: 'rerun', run: known(report, deed), what: 'all', debug: false } as const;
    await expect(ci.act(again)).rejects.toMatchObject({
      fault: 'refused',
      vendorWord: expect.stringContaining('PASSWORD'),
    });
  });
});

describe('a multibranch project', () => {
  it('has no result for a commit that was not built', async () => {
    server.site.held = true;
    const deed = await deedOf(pipelines.pass, {}, 'topic');
    const { run } = await start(deed);
    const { commit } = await commitPipeline(server, pipelines.pass, 'topic');
    server.site.held = false;
    server.site.next();
    const report = await end(run);
    expect(report).toMatchObject({ state: 'interrupted', of: { commit: deed.commit } });
    expect(report.infrastructure).toContain(commit.slice(0, 12));
    const later = providerOf(server);
    const told: CiReport[] = [];
    const left = { run: known(report, deed), handle: report.handle ?? '' };
    const close = await later.open(async (each) => void told.push(each), [left]);
    await eventually(
      async () => told.length,
      (count) => count > 0,
    );
    await close();
    expect(told).toMatchObject([{ state: 'interrupted' }]);
  });

  it('is left where a branch has none of it', async () => {
    const deed = await deedOf(pipelines.pass);
    await server.site.repository.git('checkout', '--quiet', '--orphan', 'bare');
    await server.site.repository.commit('Nothing', { 'pipeline.json': undefined });
    const bare = { ...deed, branch: deed.branch.replace(/.*/, 'bare') as typeof deed.branch };
    expect((await ci.workflows(repository, bare.branch))?.map(({ id }) => id)).toEqual(['acme/any']);
    await expect(ci.act({ ...bare, workflow: 'acme/web' })).rejects.toMatchObject({ fault: 'refused' });
  });
});

describe('the queue', () => {
  it('is the same run before it has a number and after', async () => {
    server.site.held = true;
    const deed = await deedOf(pipelines.pass);
    const { run, state, number } = await start(deed);
    expect([state, number]).toEqual(['queued', undefined]);
    expect(await ci.log(run, 0)).toMatchObject({ text: '', ended: false, note: expect.stringContaining('executor') });
    server.site.held = false;
    server.site.next();
    expect(await end(run)).toMatchObject({ run, state: 'passed', number: 1 });
    server.site.queue.clear();
    expect((await providerOf(server).read({ run }))[0]).toMatchObject({ run, state: 'passed' });
  });

  it('is left by what is cancelled in it', async () => {
    server.site.held = true;
    const deed = await deedOf(pipelines.pass);
    const queued = await start(deed);
    expect(await ci.act({ type: 'cancel', run: known(queued, deed) })).toMatchObject({ state: 'cancelled' });
    expect(await ci.act({ type: 'cancel', run: known(queued, deed) })).toBeUndefined();
  });
});

describe('what is told of a build', () => {
  it('has its stages as steps, and who caused it', async () => {
    const report = await end((await start(await deedOf(pipelines.pass))).run);
    expect(report.jobs?.[0]?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Build passed',
      'Test passed',
    ]);
    expect(report).toMatchObject({ actor: 'shiproom', event: 'Started by user Shiproom' });
  });

  it('is the same when nothing has changed, so that nobody is called for nothing', async () => {
    const { run } = await start(await deedOf(pipelines.hang));
    const one = await until(run, ({ jobs: has }) => has?.[0]?.steps.length === 1);
    expect((await ci.read({ run }))[0]).toEqual(one);
  });

  it('names the tests that its report names, and counts them', async () => {
    const failed = {
      className: 'shop.CartTest',
      name: 'adds up',
      status: 'REGRESSION',
      errorDetails: 'expected 3',
      errorStackTrace: 'at cart.test.ts:7',
    };
    const suites = [{ name: 'shop', cases: [failed, { ...failed, name: 'is empty', status: 'PASSED' }] }];
    const report = { failCount: 1, skipCount: 2, passCount: 4, suites };
    const script = `cat > report.json <<'END'\n${JSON.stringify(report)}\nEND`;
    const told = await end((await start(await deedOf({ stages: [{ name: 'Test', script }] }))).run);
    expect(told).toMatchObject({ state: 'failed', counts: { passed: 4, failed: 1, skipped: 2 }, lines: [] });
    expect(told.failures?.map(({ name }) => name)).toEqual(['shop.CartTest › adds up']);
  });

  it('[T15] has a log without what only Jenkins’ pages need, and without the token', async () => {
    const script = `printf '\\033[8mha:////AAAA==\\033[0mhello\\n'; echo "my token is ${server.token}"`;
    const { run } = await end((await start(await deedOf({ stages: [{ name: 'Say', script }] }))).run);
    for (const style of ['plain', 'sgr'] as const) {
      const log = await text(run, style);
      expect(log).toContain('##[group] Say\nhello\nmy token is ');
      expect(log).toContain('##[endgroup]\n');
      expect(log).not.toMatch(/ha:|AAAA|\[Pipeline\]/);
      expect(log).not.toContain(server.token);
    }
  });

  it('is said of an input step that asks for values: it is answered in Jenkins', async () => {
    const deed = await deedOf({ stages: [{ name: 'Deploy', script: 'true', input: 'Which?', asks: 'VERSION' }] });
    const waiting = await until((await start(deed)).run, ({ state }) => state === 'waiting');
    const [gate] = waiting.gates ?? [];
    if (!gate) throw new Error('there is no gate');
    const yes = { type: 'decide', run: known(waiting, deed), gate, verdict: 'approved', comment: '' } as const;
    await expect(ci.act(yes)).rejects.toMatchObject({
      fault: 'refused',
      vendorWord: expect.stringContaining('values'),
    });
    await expect(ci.act({ ...yes, gate: { ...gate, id: 'other' } })).rejects.toMatchObject({ fault: 'gone' });
    await ci.act({ ...yes, verdict: 'rejected' });
    expect((await end(waiting.run)).state).toBe('cancelled');
  });
});

describe('a Jenkins', () => {
  it('that wants a crumb gets one', async () => {
    server.wantsCrumb = true;
    expect((await end((await start(await deedOf(pipelines.pass))).run)).state).toBe('passed');
    expect(server.asked.filter((each) => each === 'GET /crumbIssuer/api/json')).toHaveLength(1);
  });

  it.each([
    [401, '', 'unauthorised'],
    [403, '', 'refused'],
    [302, '', 'refused'],
    [500, '', 'unavailable'],
    [429, '', 'limited'],
    [200, '<html>', 'unavailable'],
    [200, '{"number":"seven"}', 'unavailable'],
    [200, '{"builds":{}}', 'unavailable'],
  ])('that answers %i %j fails in our words', async (status, body, fault) => {
    const headers = status === 302 ? { location: 'http://127.0.0.1:1/' } : {};
    const fetch = async () => new Response(body, { status, headers });
    const odd = createJenkins({ url: server.url, user: 'u', token: 'secret-token', jobs, clock: systemClock(), fetch });
    const asked = odd.read({ run: RunId.parse('jenkins/acme/web/main/q7') });
    await expect(asked).rejects.toMatchObject({ name: 'PlatformError', fault });
    await expect(asked).rejects.not.toThrow(/secret-token/);
  });

  it('is asked by https, or on this machine', () => {
    for (const url of ['http://jenkins.example.org', 'ftp://127.0.0.1', 'https://u:p@jenkins.example.org', 'jenkins'])
      expect(() => createJenkins({ url, user: 'u', token: 't', jobs, clock: systemClock() })).toThrow('https');
  });
});

describe('recorded answers of Jenkins', () => {
  const answer = (name: string): unknown =>
    JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', '..', 'fixtures', 'jenkins', 'api', `${name}.json`), 'utf8'),
    );

  it('are of the shapes that we know', () => {
    expect(shapes.Build.parse(answer('lastCompletedBuild'))).toMatchObject({ number: 298, result: 'SUCCESS' });
    expect(shapes.Build.parse(answer('lastBuild-running'))).toMatchObject({
      number: 299,
      building: true,
      result: null,
    });
    expect(shapes.Description.parse(answer('describe-paused')).stages?.map(({ status }) => status)).toEqual([
      'SUCCESS',
      'SUCCESS',
      'PAUSED_PENDING_INPUT',
    ]);
    expect(shapes.PendingInputs.parse(answer('pendingInputActions'))).toHaveLength(1);
  });
});
