import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createGitLabClient } from '../../../bridge/adapters/gitlab/client.ts';
import { systemClock } from '../../../bridge/adapters/clock/system/index.ts';
import { type GitLabServer, startGitLab } from '../../support/gitlab/server.ts';
import { clientOf } from '../ci/gitlab/scene.ts';

const Id = z.object({ id: z.int() });
const project = '/projects/acme%2Fweb';

describe('the client of GitLab', () => {
  let gitlab: GitLabServer;
  beforeEach(async () => {
    gitlab = await startGitLab();
  });
  afterEach(async () => gitlab.close());
  const get = async () => clientOf(gitlab).get(project, Id);
  const send = async () => clientOf(gitlab).send(`${project}/pipeline`, Id, { ref: 'main' });

  it.each([
    ['http://gitlab.example.org'],
    ['http://127.0.0.1.example.org'],
    ['ftp://127.0.0.1'],
    ['https://user:secret@gitlab.example.org'],
    ['https://gitlab.example.org/?x=1'],
    ['gitlab.example.org'],
    [''],
  ])('does not talk to %j', (url) => {
    expect(() => createGitLabClient({ url, token: 't', clock: systemClock() })).toThrow('https');
  });

  it('waits as long as it is told to', async () => {
    gitlab.faults.plan(/^GET/, { type: 'limited', retryAfter: 7 });
    await expect(get()).rejects.toMatchObject({ fault: 'limited', retryAfterMs: 7000 });
    const reset = Math.floor(Date.now() / 1000) + 90;
    gitlab.faults.plan(/^GET/, { type: 'limited', reset });
    const error: { retryAfterMs: number } = await get().catch((each) => each);
    expect(error.retryAfterMs).toBeGreaterThan(80_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(90_000);
    gitlab.faults.plan(/^GET/, { type: 'limited' });
    await expect(get()).rejects.toMatchObject({ fault: 'limited', retryAfterMs: 30_000 });
    expect(await get()).toEqual({ id: 42 });
  });

  it.each([
    ['reset', 'unavailable', 'unsure'],
    ['error', 'unavailable', 'unsure'],
  ] as const)('says of an answer lost by %s that a read is %s, and a write %s', async (how, read, write) => {
    gitlab.faults.plan(/^/, { type: 'lost', how }, 2);
    await expect(get()).rejects.toMatchObject({ name: 'PlatformError', fault: read });
    await expect(send()).rejects.toMatchObject({ name: 'PlatformError', fault: write });
  });

  it('[E5] does not call a write refused because the answer to it was long', async () => {
    const answer = async (status: number, length: number) =>
      createGitLabClient({
        url: 'https://gitlab.example.org',
        token: 't',
        clock: systemClock(),
        fetch: async () => new Response('x'.repeat(length), { status }),
      })
        .send('/projects', Id)
        .catch((error: unknown) => error);
    expect(await answer(502, 70 * 1024)).toMatchObject({ fault: 'unsure', vendorWord: 'http_502' });
    expect(await answer(201, 17 * 1024 * 1024)).toMatchObject({ fault: 'unsure' });
    expect(await answer(422, 70 * 1024)).toMatchObject({ fault: 'refused', vendorWord: 'http_422' });
  });

  it('does not wait for ever', async () => {
    gitlab.faults.plan(/^/, { type: 'lost', how: 'hang' }, 2);
    const hasty = clientOf(gitlab, 50);
    await expect(hasty.get(project, Id)).rejects.toMatchObject({ fault: 'unavailable', vendorWord: 'timeout' });
    await expect(hasty.send(`${project}/pipeline`, Id)).rejects.toMatchObject({ fault: 'unsure' });
  });

  it.each([
    [401, 'unauthorised'],
    [403, 'refused'],
    [404, 'gone'],
    [409, 'refused'],
    [422, 'refused'],
    [503, 'unavailable'],
  ])('says of %d that it is %s, in the words of GitLab', async (status, fault) => {
    gitlab.faults.plan(/^/, { type: 'refused', status, message: 'Why it is so' });
    await expect(get()).rejects.toMatchObject({ fault, vendorWord: `http_${status}: Why it is so` });
  });

  it('[T6] gives its token to nobody else, and says it nowhere', async () => {
    const other = await startGitLab();
    gitlab.faults.plan(/^/, { type: 'strange', status: 302, body: '', location: `${other.url}/api/v4${project}` });
    const error: unknown = await get().catch((each: unknown) => each);
    expect(error).toMatchObject({ fault: 'refused' });
    expect(JSON.stringify(error)).not.toContain(gitlab.token);
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it.each([['<html>'], ['{"id":"x"}'], ['[]'], ['']])('does not take %j for an answer', async (body) => {
    gitlab.faults.plan(/^/, { type: 'strange', status: 200, body }, 2);
    await expect(get()).rejects.toMatchObject({ name: 'PlatformError', fault: 'unavailable' });
    await expect(send()).rejects.toMatchObject({ name: 'PlatformError', fault: 'unsure' });
  });

  it('reads a list to its end, page by page, and leaves out what has another shape', async () => {
    const { site } = gitlab;
    const jobs = ['a'];
    for (let made = 0; made < 230; made += 1) {
      site.pipelines.create(
        {
          stages: ['test'],
          jobs: jobs.map((name) => ({ name, stage: 'test', when: '', allowFailure: false, script: [] })),
        },
        { ref: 'main', sha: 'a'.repeat(40), real: false },
      );
    }
    const client = clientOf(gitlab);
    expect(await client.list(`${project}/pipelines`, Id, {}, 1000)).toHaveLength(230);
    expect(await client.list(`${project}/pipelines`, Id, {}, 150)).toHaveLength(150);
    expect(await client.list(`${project}/pipelines`, z.object({ id: z.string() }), {}, 10)).toEqual([]);
  });

  it('is sent again only what has changed', async () => {
    const client = clientOf(gitlab);
    const ask = async () => client.list(`${project}/merge_requests`, Id);
    expect([await ask(), await ask()]).toEqual([[], []]);
    expect(gitlab.calls.map((call) => call.slice(-3))).toEqual(['200', '304']);
  });

  it('reads the rest of a log, whether GitLab gives parts or all of it', async () => {
    const { pipelines } = gitlab.site;
    const plan = { name: 'a', stage: 'test', when: '', allowFailure: false, script: [] };
    const pipeline = pipelines.create(
      { stages: ['test'], jobs: [plan] },
      { ref: 'main', sha: 'a'.repeat(40), real: false },
    );
    const [job] = pipeline.jobs;
    if (job) job.trace = 'Grüße, 世界';
    const rest = async (from: number) => {
      const parts = await clientOf(gitlab).bytes(`${project}/jobs/${job?.id}/trace`, from);
      const all: Uint8Array[] = [];
      for await (const part of parts ?? []) all.push(part);
      return Buffer.concat(all).toString();
    };
    for (const ranges of [false, true]) {
      gitlab.ranges = ranges;
      expect([await rest(0), await rest(9), await rest(15), await rest(99)]).toEqual(['Grüße, 世界', '世界', '', '']);
    }
    expect(await clientOf(gitlab).bytes(`${project}/jobs/7/trace`, 0)).toBeUndefined();
  });
});
