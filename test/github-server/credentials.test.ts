import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appToken, openSample, type Sample } from './sample.ts';

let now = Date.UTC(2026, 10, 23, 10);
let sample: Sample;
beforeEach(async () => {
  sample = await openSample({ now: () => now });
});
afterEach(async () => sample.close());

async function get(path: string, headers: Record<string, string> = {}, method = 'GET', body?: object) {
  const text = body ? { body: JSON.stringify(body) } : {};
  const response = await fetch(sample.github.url + path, { method, headers, redirect: 'manual', ...text });
  const answer = (await response.json().catch(() => undefined)) as never;
  return { status: response.status, headers: response.headers, body: answer };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const shop = '/repos/acme/shop';

describe('credentials', () => {
  it('are really checked: unknown ones, revoked ones, and what each may do', async () => {
    const { github } = sample;
    expect(await get('/user', bearer('ghp_nobody'))).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    const token = github.token('dee');
    expect(await get('/user', bearer(token))).toMatchObject({ status: 200, body: { login: 'dee' } });
    expect((await get(`${shop}/actions/runs/1/cancel`, bearer(token), 'POST')).status).toBe(403);
    expect((await get(`${shop}/branches/main/protection`, bearer(github.token('bo')))).status).toBe(403);
    expect((await get(shop, bearer(github.token('eve')))).status).toBe(404);
    expect((await get(shop)).status).toBe(404);
    github.revoke(token);
    expect((await get('/user', bearer(token))).status).toBe(401);
  });

  it('know people by their lasting ids, whatever they are called', async () => {
    const { github } = sample;
    const { id } = github.user('bo');
    github.rename('bo', 'bobo');
    const as = bearer(github.token('ann'));
    expect((await get(`/user/${id}`, as)).body).toMatchObject({ login: 'bobo', id });
    expect((await get(`${shop}/collaborators/bo/permission`, as)).status).toBe(404);
    expect((await get(`${shop}/collaborators/bobo/permission`, as)).body).toMatchObject({
      permission: 'write',
      role_name: 'write',
    });
  });

  it('of an App are signed with its key, and its tokens have what they were given, for an hour', async () => {
    const { app, url } = sample.github;
    const auth = createAppAuth({
      appId: app.id,
      privateKey: app.privateKey,
      request: new Octokit({ baseUrl: url }).request,
    });
    const { token } = await auth({
      type: 'installation',
      installationId: app.installationId,
      repositoryNames: ['shop'],
    });
    expect((await get(`${shop}/actions/runs`, bearer(token))).status).toBe(200);
    expect((await get('/user', bearer(token))).status).toBe(403);
    const granted = { permissions: { metadata: 'read' } };
    const path = `/app/installations/${app.installationId}/access_tokens`;
    const { body } = await get(path, bearer(appToken(sample.github)), 'POST', granted);
    const { token: small } = body as { token: string };
    expect(await get(`${shop}/actions/runs`, bearer(small))).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    now += 3_600_001;
    expect((await get(`${shop}/actions/runs`, bearer(token))).status).toBe(401);
    const [head, claims] = appToken(sample.github).split('.');
    expect((await get('/app', bearer(`${head}.${claims}.c2lnbmF0dXJl`))).status).toBe(401);
  });

  it('come by the device flow, when somebody says yes, and not sooner than may be asked', async () => {
    const { github } = sample;
    const { body: begun } = await get('/login/device/code', {}, 'POST', { client_id: github.app.clientId });
    const { device_code: device, user_code: code } = begun as { device_code: string; user_code: string };
    const ask = {
      client_id: github.app.clientId,
      device_code: device,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    };
    const poll = async () =>
      (await get('/login/oauth/access_token', {}, 'POST', ask)).body as { error?: string; access_token?: string };
    expect((await poll()).error).toBe('authorization_pending');
    now += 1_000;
    expect(await poll()).toMatchObject({ error: 'slow_down', interval: 10 });
    now += 10_000;
    github.device.approve(code, 'cy');
    const { access_token: token = '' } = await poll();
    expect((await get('/user', bearer(token))).body).toMatchObject({ login: 'cy' });
    now += 10_000;
    expect((await poll()).error).toBe('incorrect_device_code');
  });
});

describe('answers', () => {
  it('cost nothing where nothing has changed, and come in pages', async () => {
    const { github } = sample;
    const as = bearer(github.token('ann'));
    const first = await get(`${shop}/branches?per_page=1`, as);
    expect(first.headers.get('link')).toMatch(/per_page=1&page=2>; rel="next".*rel="last"/);
    const tag = { ...as, 'if-none-match': first.headers.get('etag') ?? '' };
    const same = await get(`${shop}/branches?per_page=1`, tag);
    expect([same.status, same.headers.get('x-ratelimit-used')]).toEqual([304, '1']);
    github.protect('main', {});
    expect((await get(`${shop}/branches?per_page=1`, tag)).status).toBe(200);
    expect(github.calls.map((call) => [call.route, call.by, call.status])).toEqual([
      ['GET /repos/{owner}/{repo}/branches', 'ann', 200],
      ['GET /repos/{owner}/{repo}/branches', 'ann', 304],
      ['GET /repos/{owner}/{repo}/branches', 'ann', 200],
    ]);
  });

  it('fail as they were told to, and then not any more', async () => {
    const { github } = sample;
    const as = bearer(github.token('ann'));
    const route = 'GET /repos/{owner}/{repo}';
    github.failNext(route, { type: 'limited', status: 429, retryAfter: 7 });
    github.failNext(route, { type: 'limited', resetInS: 60 });
    github.failNext(route, { type: 'refused', status: 500 });
    const limited = await get(shop, as);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    const spent = await get(shop, as);
    expect([spent.status, spent.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect((await get(shop, as)).status).toBe(500);
    expect((await get(shop, as)).status).toBe(200);
  });

  it('get lost after what was asked is done', async () => {
    const { github } = sample;
    const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
    github.actions.byHand();
    github.failNext(route, { type: 'lost', how: 'reset' });
    const path = `${shop}/actions/workflows/ci.yml/dispatches`;
    await expect(get(path, bearer(github.token('ann')), 'POST', { ref: 'topic' })).rejects.toThrow('fetch failed');
    expect(github.actions.runs).toHaveLength(1);
  });
});
