import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGitHubActions } from '../../../../bridge/adapters/ci/github-actions/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import { createGitHubClient } from '../../../../bridge/adapters/github/client.ts';
import { mergeRun, newRun } from '../../../../bridge/domain/run.ts';
import type { CiProvider, CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import { BranchName, type RunId } from '../../../../protocol/model/ids.ts';
import type { CiRun } from '../../../../protocol/model/run.ts';
import { eventually } from '../../../contract/ci-scene.ts';
import { openScene, repositoryId, silent } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

const dispatches = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
const oneRun = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';

describe('what GitHub Actions is asked to do', () => {
  let scene: Awaited<ReturnType<typeof openScene>>;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(async () => {
    await scene.close();
  });
  const deedFor = async (does: string, inputs: Readonly<Record<string, string>> = {}) => {
    const { workflow, ...at } = await scene.commit(does);
    const run = 'deed-1' as RunId;
    return { type: 'start', run, repository: repositoryId, ...at, workflow, inputs, debug: false } as const;
  };
  const runOf = (report: CiReport | undefined): CiRun => {
    if (!report?.of) throw new Error('no run');
    const { of, ...rest } = report;
    return mergeRun(newRun({ ...of, run: report.run, provider: 'github-actions' }), rest);
  };
  const ended = async (run: RunId): Promise<CiReport> => {
    const report = await eventually(
      async () => (await scene.provider.read({ run }))[0],
      (found) => found !== undefined && hasEnded(found.state),
    );
    if (!report) throw new Error('no report');
    return report;
  };
  const posts = () => scene.server.calls.filter(({ method }) => method === 'POST');

  it('[E5] is refused where the branch has moved, and then nothing is started', async () => {
    const deed = await deedFor('pass');
    await scene.folder.switchTo(deed.branch);
    await scene.folder.commit('More', { 'more.txt': 'more' });
    await scene.server.pushed(deed.branch);
    const refused = { name: 'PlatformError', fault: 'refused', vendorWord: 'stale_target' };
    await expect(scene.provider.act(deed)).rejects.toMatchObject(refused);
    expect(posts()).toEqual([]);
  });

  it('[E5] is refused where the inputs do not fit, and then nothing is started', async () => {
    const refused = { fault: 'refused', vendorWord: 'the input "greeting" is missing' };
    await expect(scene.provider.act(await deedFor('input'))).rejects.toMatchObject(refused);
    await expect(scene.provider.act(await deedFor('nothing'))).rejects.toMatchObject({
      vendorWord: 'unknown_workflow',
    });
    await expect(scene.provider.act({ ...(await deedFor('pass')), debug: true })).rejects.toMatchObject({
      fault: 'refused',
    });
    expect(posts()).toEqual([]);
  });

  it.each(['reset', 'error'] as const)(
    '[E5] is done once and said to be unsure where the answer is lost (%s)',
    async (how) => {
      const deed = await deedFor('pass');
      scene.server.failNext(dispatches, { type: 'lost', how });
      await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'unsure' });
      expect(posts()).toHaveLength(1);
      const found = await scene.provider.read({ repository: repositoryId });
      expect(found.map(({ of }) => of?.branch)).toEqual([deed.branch]);
    },
  );

  it('[E5] is done where it was, though nobody can be asked about it afterwards', async () => {
    const deed = await deedFor('pass');
    scene.server.failNext(oneRun, { type: 'refused', status: 500 });
    const report = await scene.provider.act(deed);
    expect(report).toMatchObject({
      attempt: 1,
      state: 'queued',
      of: { branch: deed.branch, commit: deed.commit, workflow: 'Pass' },
    });
    const end = await ended(runOf(report).run);
    scene.server.failNext(oneRun, { type: 'refused', status: 500 }, 4);
    const again = await scene.provider.act({ type: 'rerun', run: runOf(end), what: 'all', debug: false });
    expect(again).toMatchObject({ run: end.run, attempt: 2, state: 'queued' });
    scene.server.heal();
    await eventually(
      async () => (await scene.provider.read({ run: end.run }))[0],
      (found) => found?.attempt === 2 && found.state === 'passed',
    );
  });

  it('starts what has a hostile name where it is meant', async () => {
    const branch = BranchName.parse('a&ref=main#y%2e/--upload-pack=$(id);ü');
    await scene.folder.branch(branch);
    await scene.server.pushed(branch);
    const deed = { ...(await deedFor('pass')), branch };
    const report = await scene.provider.act(deed);
    expect(report?.of).toMatchObject({ branch, commit: deed.commit });
    expect((await ended(runOf(report).run)).state).toBe('passed');
  });

  describe('of a server that does not tell which run it has made', () => {
    /** A GitHub of before 2026, between the client and the other. */
    const older = (knows: boolean): CiProvider => {
      const old: typeof fetch = async (url, init = {}) => {
        const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : undefined;
        if (body && 'return_run_details' in body && !knows) {
          const message = 'Invalid request.\n\n"return_run_details" is not a permitted key.';
          return new Response(JSON.stringify({ message }), {
            status: 422,
            headers: { 'content-type': 'application/json' },
          });
        }
        const { return_run_details: _asked, ...rest } = body ?? {};
        return fetch(url, { ...init, ...(body && { body: JSON.stringify(rest) }) });
      };
      const clock = systemClock();
      const client = createGitHubClient({
        apiUrl: scene.server.url,
        repositories: [repositoryId],
        clock,
        log: silent,
        paced: false,
        fetch: old,
        auth: { type: 'token', token: scene.server.token('ann') },
      });
      return createGitHubActions({ client, repositories: [repositoryId], clock, log: silent });
    };

    it.each([true, false])('finds it, and for each start another (takes the parameter: %s)', async (knows) => {
      const provider = older(knows);
      const deed = await deedFor('pass');
      const [first, second] = await Promise.all([provider.act(deed), provider.act(deed)]);
      expect(first?.of).toMatchObject({ branch: deed.branch, commit: deed.commit });
      expect(second?.of).toEqual({ ...first?.of, queuedAt: second?.of?.queuedAt });
      expect(second?.run).not.toBe(first?.run);
      expect(posts()).toHaveLength(2);
    });
  });

  it('runs again with debugging, all or one job', async () => {
    const first = await ended(runOf(await scene.provider.act(await deedFor('half'))).run);
    await scene.provider.act({ type: 'rerun', run: runOf(first), what: 'failed', debug: true });
    const bad = first.jobs?.find(({ name }) => name === 'bad');
    expect(posts().at(-1)).toMatchObject({ body: { enable_debug_logging: true }, status: 201 });
    const end = await eventually(
      async () => (await scene.provider.read({ run: first.run }))[0],
      (found) => found?.attempt === 2 && hasEnded(found.state),
    );
    const job = end?.jobs?.find(({ name }) => name === 'bad');
    expect(job?.id).not.toBe(bad?.id);
    expect(end?.jobs?.map(({ name, attempt }) => [name, attempt])).toContainEqual(['bad', 2]);
    await expect(
      scene.provider.act({ type: 'rerun', run: runOf(end), what: { job: '../../1' }, debug: false }),
    ).rejects.toMatchObject({ fault: 'refused' });
  });

  it('answers a gate once, with a comment that everybody sees', async () => {
    const { run } = runOf(await scene.provider.act(await deedFor('gate')));
    const waiting = await eventually(
      async () => (await scene.provider.read({ run }))[0],
      (found) => found?.gates?.length === 1,
    );
    expect(waiting).toMatchObject({ state: 'waiting', gates: [{ environment: 'production', approvers: ['ann'] }] });
    const [gate] = waiting?.gates ?? [];
    if (!gate) throw new Error('no gate');
    const deed = { type: 'decide', run: runOf(waiting), gate, verdict: 'approved', comment: 'Ship it.' } as const;
    await scene.provider.act(deed);
    await expect(scene.provider.act(deed)).rejects.toMatchObject({ fault: 'gone' });
    await ended(run);
    const other = runOf(await scene.provider.act(await deedFor('gate')));
    await eventually(
      async () => (await scene.provider.read({ run: other.run }))[0],
      (found) => found?.gates?.length === 1,
    );
    await scene.provider.act({ ...deed, run: other, verdict: 'rejected', comment: 'Not today.' });
    expect(await ended(other.run)).toMatchObject({
      state: 'failed',
      decisions: [{ environment: 'production', verdict: 'rejected', by: 'ann', comment: 'Not today.' }],
    });
  });
});
