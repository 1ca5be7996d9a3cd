import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBuildbotHook } from '../../../../bridge/adapters/buildbot/hook.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import type { CiDeed, CiProvider, CiReport } from '../../../../bridge/ports/ci-provider.ts';
import type { Heard, RawDelivery } from '../../../../bridge/ports/hook.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import { RunId } from '../../../../protocol/model/ids.ts';
import { cardRun, eventually } from '../../../contract/ci-scene.ts';
import { type BuildbotServer, hasBuildbot, startBuildbot } from '../../../support/buildbot/server.ts';
import { commitScript, providerOf, repository } from './scene.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const token = 'token-of-the-tests';
let server: BuildbotServer;
let ci: CiProvider;
let inlet: Server;
const deliveries: RawDelivery[] = [];

type Start = Extract<CiDeed, { type: 'start' }>;
const deedOf = async (script: string, more: Partial<Start> = {}): Promise<Start> => {
  const at = await commitScript(server, script);
  return { type: 'start', run: RunId.parse('x'), repository, ...at, inputs: {}, debug: false, ...more };
};
const start = async (deed: Start): Promise<RunId> => (await ci.act(deed))?.run ?? RunId.parse('none');
const end = async (run: RunId): Promise<CiReport> => {
  const found = await eventually(
    async () => (await ci.read({ run }))[0],
    (report) => report !== undefined && hasEnded(report.state),
  );
  if (!found) throw new Error('it is not there');
  return found;
};
const log = async (run: RunId): Promise<string> => (await ci.log(run, 0))?.text ?? '';

const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { authorization = '' } = request.headers;
  deliveries.push({ headers: { authorization }, body: await buffer(request), at: 5 });
  response.writeHead(202).end();
};

describe.skipIf(!hasBuildbot)(
  'the real Buildbot (skipped where Debian’s buildbot and buildbot-worker are not installed)',
  () => {
    beforeAll(async () => {
      inlet = createServer((request, response) => void take(request, response));
      await new Promise<void>((resolve) => void inlet.listen(0, '127.0.0.1', resolve));
      const address = inlet.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server = await startBuildbot({ url: `http://127.0.0.1:${port}/hooks/buildbot`, token });
      ci = providerOf(server);
    });
    afterAll(async () => {
      await server?.close();
      inlet?.closeAllConnections();
      inlet?.close();
    });

    it('asks for what its forms ask, but for what is not a person’s to say', async () => {
      const offered = await ci.workflows(repository, (await deedOf('true')).branch);
      expect(offered?.map(({ id, inputs }) => [id, inputs.map(({ name, type }) => `${name} ${type}`)])).toEqual([
        ['tests', []],
        ['greetings', ['greeting choice', 'loud boolean', 'times number', 'notes string']],
        ['pinned', []],
      ]);
    });

    it('is given typed values, and no others', async () => {
      const workflow = 'greetings';
      const deed = await deedOf('echo "loud=$LOUD greeting=$GREETING"', {
        workflow,
        inputs: { greeting: 'bye', loud: 'true', times: '3' },
      });
      const run = await start(deed);
      expect((await end(run)).state).toBe('passed');
      expect(await log(run)).toContain('loud=True greeting=bye\n');
      for (const inputs of [
        {},
        { greeting: 'bye', loud: 'yes' },
        { greeting: 'bye', times: 'many' },
        { greeting: 'bye', branch: 'main' },
      ])
        await expect(ci.act({ ...deed, inputs })).rejects.toMatchObject({ fault: 'refused' });
    });

    it('builds the very commit, wherever the branch stands', async () => {
      const deed = await deedOf('echo the older');
      await server.repository.commit('Newer', { 'run.sh': 'exit 1\n' });
      const run = await start(deed);
      expect(await end(run)).toMatchObject({
        state: 'passed',
        of: { commit: deed.commit, branch: deed.branch, workflow: 'tests' },
      });
      expect(await log(run)).toContain('the older\n');
      await expect(ci.act({ ...deed, workflow: 'pinned' })).rejects.toMatchObject({
        fault: 'refused',
        vendorWord: expect.stringContaining('no commit can be named'),
      });
    });

    it('is asked for the very commit again', async () => {
      const deed = await deedOf('exit 1');
      const first = await end(await start(deed));
      await server.repository.commit('Newer', { 'run.sh': 'true\n' });
      const known = cardRun(ci, { run: first.run, commit: deed.commit, state: 'failed' });
      const again = await ci.act({ type: 'rerun', run: known, what: 'all', debug: false });
      expect(again?.run).not.toBe(first.run);
      expect(await end(again?.run ?? first.run)).toMatchObject({
        state: 'failed',
        attempt: 1,
        of: { commit: deed.commit },
      });
    });

    it('[T15] shows in a log what the commands say, and nothing of the worker', async () => {
      const run = await start(await deedOf(`echo "it is ${server.password}"\necho 'not ok 1 - adds up' >&2\nexit 3`));
      const report = await end(run);
      expect(report.jobs?.[0]?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
        'worker_preparation passed',
        'checkout passed',
        'run failed',
      ]);
      const text = await log(run);
      expect(text).toMatch(/^##\[step failed\] run {6}$/m);
      expect(text).toContain('\nprogram finished with exit code 3\n');
      expect(text).not.toMatch(/shiproom-buildbot-|argv|using PTY/);
      expect(text).not.toContain(server.password);
    });

    it('tells of what a push has begun', async () => {
      const { branch, commit } = await commitScript(server, 'true');
      await ci.read({ repository });
      await server.push(branch, commit);
      const told = await eventually(
        async () => (await ci.read({ repository })).find(({ of }) => of?.commit === commit),
        (report) => report !== undefined,
      );
      expect(told).toMatchObject({ of: { branch, repository } });
      expect((await end(told?.run ?? RunId.parse('none'))).event).toBe('pushes');
    });

    it('is heard at once, and asked how it stands', async () => {
      const truth = async (run: RunId) => ci.read({ run });
      const hook = createBuildbotHook({
        id: 'buildbot',
        ci: 'buildbot',
        tokens: [token],
        clock: systemClock(),
        truth,
      });
      const before = deliveries.length;
      const run = await start(await deedOf('exit 1'));
      await end(run);
      const heard = async () => {
        const all: Heard[] = [];
        for (const each of deliveries.slice(before)) all.push(await hook.hear(each));
        return all.filter((each) => each.type === 'heard' && each.report?.run === run);
      };
      const told = await eventually(heard, (all) => all.length >= 2);
      expect(told.map((each) => (each.type === 'heard' ? `${each.event} ${each.report?.state}` : each.type))).toEqual([
        'build.started failed',
        'build.finished failed',
      ]);
      const [first] = deliveries;
      const unsigned = { headers: {}, body: first?.body ?? Buffer.of(), at: 5 };
      expect(await hook.hear(unsigned)).toEqual({ type: 'unsigned' });
      expect(await hook.hear({ ...unsigned, headers: { authorization: 'Bearer token' } })).toEqual({
        type: 'unsigned',
      });
    });

    it('refuses whoever has another password, in its own words', async () => {
      const other = providerOf(server, 'wrong password');
      await expect(other.act(await deedOf('true'))).rejects.toMatchObject({
        name: 'PlatformError',
        fault: 'unauthorised',
      });
    });
  },
);
