import { describe, expect, it } from 'vitest';
import { createBuildbot } from '../../../../bridge/adapters/ci/buildbot/index.ts';
import type { CiProvider } from '../../../../bridge/ports/ci-provider.ts';
import { RepositoryId, RunId } from '../../../../protocol/model/ids.ts';
import { manualClock } from '../../../support/clock.ts';

const repository = RepositoryId.parse('git.example.org/acme/web');
const builders = new Map([[repository, [{ builder: 'tests', scheduler: 'force' }]]]);
const sha = 'a'.repeat(40);
const run = RunId.parse('buildbot/7');

type Answers = Readonly<Record<string, unknown>>;
const request = { buildrequestid: 7, buildsetid: 3, builderid: 1, submitted_at: 100, complete: false, results: -1 };
const build = {
  buildid: 11,
  number: 4,
  builderid: 1,
  buildrequestid: 7,
  complete: true,
  started_at: 101,
  complete_at: 109,
  results: 0,
  state_string: 'said',
};
const answers = (more: Answers = {}): Answers => ({
  '/builders': { builders: [{ builderid: 1, name: 'tests' }] },
  '/buildrequests/7': { buildrequests: [request] },
  '/buildsets/3': { buildsets: [{ sourcestamps: [{ codebase: '', branch: 'main', revision: sha }] }] },
  '/buildrequests/7/builds': { builds: [build] },
  '/builds/11/steps': { steps: [] },
  ...more,
});

/** A provider to which Buildbot answers so. */
const asking = (known: Answers, more: Partial<Parameters<typeof createBuildbot>[0]> = {}): CiProvider =>
  createBuildbot({
    url: 'http://127.0.0.1:1/bb/',
    builders,
    clock: manualClock(),
    fetch: async (target) => {
      const path = new URL(target instanceof Request ? target.url : target).pathname.replace('/bb/api/v2', '');
      const body = known[path];
      if (body === undefined) return Response.json({ error: 'not found' }, { status: 404 });
      return new Response(JSON.stringify(body), { headers: { 'content-type': 'text/plain' } });
    },
    ...more,
  });
const read = async (known: Answers) => (await asking(known).read({ run }))[0];

describe('what Buildbot’s numbers mean', () => {
  it.each([
    [0, 'passed'],
    [1, 'passed'],
    [2, 'failed'],
    [3, 'skipped'],
    [4, 'interrupted'],
    [6, 'cancelled'],
    [99, 'interrupted'],
  ])('%i is %s', async (results, state) => {
    const told = await read(answers({ '/buildrequests/7/builds': { builds: [{ ...build, results }] } }));
    expect(told).toMatchObject({ state, attempt: 1, startedAt: 101_000, endedAt: 109_000, number: 4 });
    expect(told?.infrastructure).toBe(results === 4 ? 'Buildbot: said' : undefined);
  });

  it('a build that is given up is tried again, as the next attempt of the same run', async () => {
    const lost = { ...build, results: 5 };
    const waiting = await read(answers({ '/buildrequests/7/builds': { builds: [lost] } }));
    expect(waiting).toMatchObject({ run, state: 'queued', attempt: 2, number: 4 });
    const next = { ...build, buildid: 12, number: 5, complete: false, complete_at: null, results: null };
    const steps = { steps: [{ stepid: 1, number: 1, name: 'run', complete: false, started_at: 111 }] };
    const again = await read(
      answers({ '/buildrequests/7/builds': { builds: [next, lost] }, '/builds/12/steps': steps }),
    );
    expect(again).toMatchObject({ run, state: 'running', attempt: 2, number: 4, jobs: [{ id: '12', attempt: 2 }] });
  });

  it('a request that nobody has built was cancelled', async () => {
    const cancelled = { buildrequests: [{ ...request, complete: true, complete_at: 120, results: 6 }] };
    const told = await read(answers({ '/buildrequests/7': cancelled, '/buildrequests/7/builds': { builds: [] } }));
    expect(told).toMatchObject({ state: 'cancelled', endedAt: 120_000 });
    expect(told?.jobs).toBeUndefined();
  });

  it('the commit is what was checked out, where only a branch was named', async () => {
    const sets = { buildsets: [{ sourcestamps: [{ codebase: '', branch: 'main', revision: null }] }] };
    expect((await read(answers({ '/buildsets/3': sets })))?.of).toBeUndefined();
    const built = { ...build, properties: { got_revision: [sha, 'Git'] } };
    const told = await read(answers({ '/buildsets/3': sets, '/buildrequests/7/builds': { builds: [built] } }));
    expect(told?.of).toMatchObject({ commit: sha, branch: 'main', queuedAt: 100_000 });
  });

  it('a builder that is none of ours is left alone', async () => {
    expect(await read(answers({ '/builders': { builders: [{ builderid: 1, name: 'others' }] } }))).toBeUndefined();
  });
});

describe('a session', () => {
  it('is opened again when it is over, once', async () => {
    let logins = 0;
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (target, init) => {
      const { pathname } = new URL(target instanceof Request ? target.url : target);
      const headers = new Headers(init?.headers);
      if (pathname.endsWith('/auth/login')) {
        logins += 1;
        const answer = new Headers({ location: 'http://elsewhere.example/' });
        answer.append('set-cookie', 'S=nobody; Path=/');
        answer.append('set-cookie', `S=user${logins}; Path=/`);
        return new Response(null, { status: 302, headers: answer });
      }
      asked.push(headers.get('cookie') ?? '');
      if (headers.get('cookie') === 'S=user2') return Response.json({ builders: [] });
      return Response.json({ error: { code: -32600, message: 'you need to have role' } }, { status: 403 });
    };
    const ci = asking({}, { user: 'u', password: 'p4ssword', fetch });
    expect(await ci.read({ repository })).toEqual([]);
    expect(asked).toEqual(['S=user1', 'S=user2']);
    const refused = asking({}, { fetch });
    await expect(refused.read({ repository })).rejects.toMatchObject({
      fault: 'refused',
      vendorWord: 'http_403: you need to have role',
    });
  });

  it.each([
    [302, '', 'refused'],
    [500, '', 'unavailable'],
    [429, '', 'limited'],
    [200, 'none', 'unavailable'],
    [200, '{"buildrequests":[{}]}', 'unavailable'],
  ])('that is answered %i %j fails in our words', async (status, body, fault) => {
    const fetch = async () => new Response(body, { status });
    await expect(asking({}, { fetch }).read({ run })).rejects.toMatchObject({ name: 'PlatformError', fault });
  });
});
