import { afterEach, describe, expect, it } from 'vitest';
import { ForgeFact } from '../../../protocol/model/pull-request.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import { shop } from '../github/setting.ts';
import { answersOf, baseHead, commit, forges, head, type Scene } from './github-answers.ts';

const { forgeOf, closeAll } = forges();
afterEach(closeAll);

async function factOf(scene: Scene): Promise<ForgeFact> {
  const { forge } = await forgeOf(answersOf(scene));
  return ForgeFact.parse(await forge.read(shop, BranchName.parse('topic')));
}

const run = (more: object) => ({
  __typename: 'CheckRun',
  name: 'scan',
  status: 'COMPLETED',
  conclusion: 'SUCCESS',
  ...more,
});
const status = (more: object) => ({
  __typename: 'StatusContext',
  context: 'deploy/preview',
  state: 'SUCCESS',
  ...more,
});

describe('checks of a commit', () => {
  it('are those of others than GitHub Actions, with what they say', async () => {
    const { checks } = await factOf({
      commit: commit([
        run({ checkSuite: { app: { slug: 'github-actions' } } }),
        run({
          name: 'cla',
          title: 'signed',
          detailsUrl: 'https://cla.example/7',
          checkSuite: { app: { slug: 'cla' } },
        }),
        status({ description: 'ready', targetUrl: 'javascript:alert(1)' }),
      ]),
    });
    expect(checks).toEqual([
      { name: 'cla', state: 'passed', url: 'https://cla.example/7', summary: 'signed' },
      { name: 'deploy/preview', state: 'passed', summary: 'ready' },
    ]);
  });

  it('are the newest of each name', async () => {
    const at = (minute: number) => `2026-11-23T12:0${minute}:00Z`;
    const { checks } = await factOf({
      commit: commit([
        run({ startedAt: at(2), conclusion: 'FAILURE' }),
        run({ startedAt: at(1) }),
        run({ startedAt: at(3), status: 'IN_PROGRESS', conclusion: null }),
      ]),
    });
    expect(checks).toEqual([{ name: 'scan', state: 'running' }]);
  });

  it.each([
    [run({ conclusion: 'NEUTRAL' }), 'passed'],
    [run({ conclusion: 'FAILURE' }), 'failed'],
    [run({ conclusion: 'CANCELLED' }), 'cancelled'],
    [run({ conclusion: 'TIMED_OUT' }), 'timed-out'],
    [run({ conclusion: 'ACTION_REQUIRED' }), 'waiting'],
    [run({ conclusion: 'SKIPPED' }), 'skipped'],
    [run({ conclusion: 'STALE' }), 'interrupted'],
    [run({ conclusion: 'A_NEW_WORD' }), 'interrupted'],
    [run({ status: 'QUEUED', conclusion: null }), 'queued'],
    [run({ status: 'WAITING', conclusion: null }), 'waiting'],
    [status({ state: 'PENDING' }), 'running'],
    [status({ state: 'ERROR' }), 'failed'],
    [status({ state: 'EXPECTED' }), 'queued'],
  ])('stand as GitHub says: %j', async (context, state) => {
    expect((await factOf({ commit: commit([context]) })).checks).toMatchObject([{ state }]);
  });

  it('are as many as fit', async () => {
    const { checks } = await factOf({
      commit: commit(Array.from({ length: 100 }, (_, at) => status({ context: `c${at}`.padEnd(300, 'é') }))),
    });
    expect(checks).toHaveLength(60);
  });
});

describe('deployments of a branch', () => {
  const put = (environment: string, minute: number, more: object = {}) => ({
    environment,
    commitOid: head,
    createdAt: `2026-11-23T12:0${minute}:00Z`,
    state: 'ACTIVE',
    ref: { name: 'topic' },
    latestStatus: {
      environmentUrl: `https://${environment}.example/`,
      logUrl: null,
      createdAt: `2026-11-23T12:1${minute}:00Z`,
    },
    ...more,
  });

  it('are the newest of each environment, of its commits alone', async () => {
    const { deployments } = await factOf({
      deployments: [
        put('prod', 1),
        put('prod', 2, { state: 'WAITING', commitOid: baseHead }),
        put('stage', 3, { ref: { name: 'other' }, commitOid: baseHead }),
        put('demo', 4, { ref: null, latestStatus: null, state: 'A_NEW_WORD' }),
      ],
      commit: commit([], false, [put('test', 5, { ref: null, state: 'FAILURE' })]),
    });
    expect(deployments?.map(({ environment, state, commit: at, url }) => [environment, state, at, url])).toEqual([
      ['test', 'failed', head, 'https://test.example/'],
      ['prod', 'waiting', baseHead, 'https://prod.example/'],
    ]);
    expect(deployments?.[0]?.at).toBe(Date.parse('2026-11-23T12:15:00Z'));
  });
});
