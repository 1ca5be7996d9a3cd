import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deed, Errand } from '../../extension/deed.ts';
import { createGithub, type GithubSession } from '../../extension/forges/github.ts';
import { createPerform } from '../../extension/perform.ts';
import type { Settings } from '../../extension/settings.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import type { CiRun, Job } from '../../protocol/model/run.ts';
import { harness } from '../client/harness.ts';
import { key, run, sha } from '../support/samples.ts';
import { type GithubDouble, githubDouble } from './github-double.ts';
import { situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const canary = 'gho_canaryCanaryCanary0123456789';
const session: GithubSession = { accessToken: canary, account: { id: '4711', label: 'ana-gh' } };
const about = { ...key(), repository: RepositoryId.parse('github.com/acme/web') };
const job: Job = { id: '77', name: 'test', attempt: 1, revision: 0, state: 'failed', steps: [] };
const url = 'https://github.com/Acme/Web/actions/runs/42';
const red = (part: Partial<Omit<CiRun, 'run'>> = {}) =>
  run({ run: 'github/acme/web/42', provider: 'github-actions', state: 'failed', url, ...part });
const rerun = (part: Partial<Deed & { type: 'rerun' }> = {}): Deed => ({
  type: 'rerun',
  run: red(),
  what: 'failed',
  debug: false,
  ...part,
});
const errand = (deed: Deed, part: Partial<Errand> = {}): Errand => ({ deed, about, at: sha('a'), ...part });
const start: Deed = {
  type: 'start',
  workflow: { provider: 'github-actions', id: '.github/workflows/ci.yml', name: 'CI', inputs: [] },
  named: undefined,
  branch: about.branch,
  inputs: { to: 'staging' },
};
const repo = '/repos/acme/web';
const head = `GET ${repo}/git/ref/heads/feat/login`;

let api: GithubDouble;
beforeEach(async () => {
  api = await githubDouble();
  api.answers.set(head, { status: 200, body: { object: { sha: sha('a') } } });
});
afterEach(() => api.close());

const asks: boolean[] = [];
const github = (held: GithubSession | undefined = session) =>
  createGithub({
    fetch,
    api: api.url,
    async session(ask) {
      asks.push(ask);
      return held;
    },
  });

describe('what is done with one’s own GitHub session', () => {
  it.each<[string, Deed, string, unknown]>([
    ['rerun what failed', rerun(), `POST ${repo}/actions/runs/42/rerun-failed-jobs`, { enable_debug_logging: false }],
    [
      'rerun all',
      rerun({ what: 'all', debug: true }),
      `POST ${repo}/actions/runs/42/rerun`,
      { enable_debug_logging: true },
    ],
    ['rerun a job', rerun({ what: { job } }), `POST ${repo}/actions/jobs/77/rerun`, { enable_debug_logging: false }],
    ['cancel', { type: 'cancel', run: red() }, `POST ${repo}/actions/runs/42/cancel`, ''],
    [
      'start',
      start,
      `POST ${repo}/actions/workflows/ci.yml/dispatches`,
      { ref: 'refs/heads/feat/login', inputs: { to: 'staging' } },
    ],
  ])('is what GitHub’s API says: %s', async (_, deed, what, body) => {
    api.answers.set(what, { status: deed.type === 'start' ? 204 : 201, body: deed.type === 'start' ? undefined : {} });
    expect(github().serves(errand(deed))).toBe(true);
    expect(await github().act(errand(deed))).toEqual({ ok: true, value: 'Done on GitHub as @ana-gh.' });
    expect(api.heard.map((each) => each.what)).toEqual([head, what]);
    expect(api.heard.at(-1)).toEqual({ what, token: `Bearer ${canary}`, body });
  });

  it('answers the deployment that waits for this environment, and no other', async () => {
    const path = `${repo}/actions/runs/42/pending_deployments`;
    const pending = ['staging', 'prod'].map((name, id) => ({ environment: { id, name } }));
    api.answers.set(`GET ${path}`, { status: 200, body: pending });
    api.answers.set(`POST ${path}`, { status: 200, body: [] });
    const deed: Deed = {
      type: 'decide',
      run: red({ state: 'waiting' }),
      environment: 'prod',
      verdict: 'rejected',
      comment: 'no',
    };
    expect(await github().act(errand(deed))).toHaveProperty('ok', true);
    expect(api.heard.at(-1)?.body).toEqual({ environment_ids: [1], state: 'rejected', comment: 'no' });
    const gone = await github().act(errand({ ...deed, environment: 'eu' }));
    expect(gone).toMatchObject({ ok: false, slug: 'approval_invalid' });
  });

  it('[E5] is not done where the branch has moved since it was seen', async () => {
    api.answers.set(head, { status: 200, body: { object: { sha: sha('b') } } });
    for (const deed of [rerun(), start])
      expect(await github().act(errand(deed))).toMatchObject({ ok: false, slug: 'stale_target' });
    expect(api.heard.map(({ what }) => what)).toEqual([head, head]);
    api.answers.delete(head);
    expect(await github().act(errand(start))).toMatchObject({ slug: 'forbidden_or_missing' });
  });

  it.each([
    [401, 'not_authenticated', /Sign in again/],
    [403, 'forbidden_or_missing', /does not let you do that: no way/],
    [409, 'upstream_refused', /refused: no way/],
    [502, 'indeterminate', /may have happened or not/],
  ])('is refused in words: %d', async (status, slug, words) => {
    api.answers.set(`POST ${repo}/actions/runs/42/rerun-failed-jobs`, { status, body: { message: 'no\nway' } });
    expect(await github().act(errand(rerun()))).toMatchObject({
      ok: false,
      slug,
      message: expect.stringMatching(words),
    });
  });

  it('is refused in words where GitHub does not answer, or nobody is signed in', async () => {
    expect(
      await createGithub({ fetch, api: 'http://127.0.0.1:1', session: async () => session }).act(errand(rerun())),
    ).toMatchObject({
      slug: 'upstream_unavailable',
    });
    const none = createGithub({ fetch, api: api.url, session: async () => undefined });
    expect(await none.act(errand(rerun()))).toMatchObject({ slug: 'not_authenticated' });
    expect(await none.account()).toBeUndefined();
    expect(api.heard).toEqual([]);
  });

  it('[E5] is not known to be undone where the answer to it was lost', async () => {
    const lost = createServer((request, response) => {
      request.resume().on('end', () => response.destroy());
    });
    await new Promise<void>((resolve) => void lost.listen(0, '127.0.0.1', resolve));
    const { port } = lost.address() as AddressInfo;
    const there = createGithub({ fetch, api: `http://127.0.0.1:${port}`, session: async () => session });
    expect(await there.act(errand(rerun(), { at: undefined }))).toMatchObject({ slug: 'indeterminate' });
    expect(await there.act(errand(rerun()))).toMatchObject({ slug: 'upstream_unavailable' });
    await new Promise<void>((resolve) => void lost.close(() => resolve()));
  });

  it.each<[string, Errand]>([
    [
      'another host',
      errand(rerun(), { about: { ...about, repository: RepositoryId.parse('github.com.evil.example/acme/web') } }),
    ],
    [
      'an enterprise host',
      errand(rerun(), { about: { ...about, repository: RepositoryId.parse('ghe.example/acme/web') } }),
    ],
    [
      'a path that is none',
      errand(rerun(), { about: { ...about, repository: RepositoryId.parse('github.com/a/b/c') } }),
    ],
    ['another repository’s run', errand(rerun({ run: red({ url: 'https://github.com/evil/web/actions/runs/42' }) }))],
    [
      'a run on another host',
      errand(rerun({ run: red({ url: 'https://github.com.evil.example/acme/web/actions/runs/42' }) })),
    ],
    ['a run of another engine', errand(rerun({ run: red({ provider: 'local' }) }))],
    [
      'a workflow of another engine',
      errand({ ...start, workflow: { provider: 'local', id: 'x', name: 'x', inputs: [] } }),
    ],
    ['a commit without a branch', errand({ ...start, branch: undefined })],
    ['no branch at all', errand(rerun(), { about: undefined })],
  ])('[T1] is not done elsewhere: %s', async (_, elsewhere) => {
    expect(github().serves(elsewhere)).toBe(false);
    expect(await github().act(elsewhere)).toMatchObject({ ok: false, slug: 'not_allowed_here' });
    expect(api.heard).toEqual([]);
  });

  it('reads the login silently, and asks only for what was chosen', async () => {
    asks.length = 0;
    expect(await github().account()).toEqual({ forge: 'github', id: '4711', login: 'ana-gh' });
    await github().act(errand(rerun()));
    expect(asks).toEqual([false, true]);
  });
});

describe('acting as oneself', () => {
  const begin = async (actsAs: 'bridge' | 'me') => {
    const world = harness();
    const { session: client } = await world.online();
    const began: unknown[] = [];
    const perform = createPerform({
      situation: () => situation(),
      settings: { actsAs: () => actsAs } as Settings,
      session: () => client,
      run: (line, of) => client.run(line, of),
      forge: github(),
      began: (...attempt) => began.push(attempt),
    });
    /** The bridge answers by its clock, GitHub by the real one. */
    const settled = async <T>(outcome: Promise<T>): Promise<T> => {
      let over = false;
      const end = (): void => void (over = true);
      outcome.then(end, end);
      await expect.poll(async () => (await world.clock.advance(10), over)).toBe(true);
      return outcome;
    };
    return { world, perform: (asked: Errand) => settled(perform(asked)), began, client };
  };

  it('tells the bridge what was done, and how it went, but never the token', async () => {
    const { world, perform, began, client } = await begin('me');
    const what = `POST ${repo}/actions/runs/42/rerun-failed-jobs`;
    api.answers.set(what, { status: 201, body: {} });
    expect(await perform(errand(rerun()))).toMatchObject({
      ok: true,
      value: { reply: { text: 'Done on GitHub as @ana-gh.' } },
    });
    expect(began).toEqual([['github/acme/web/42', 2]]);
    api.answers.set(what, { status: 403, body: { message: `Must have admin rights, ${canary}` } });
    expect(await perform(errand(rerun()))).toMatchObject({ ok: false, slug: 'forbidden_or_missing' });
    const account = await github().account();
    if (account) void client.account(account);
    await world.clock.advance(100);
    const told = world.bridge.heard.filter(({ method }) => method === 'run/acted').map(({ params }) => params);
    expect(told).toMatchObject([
      { about, line: 'ci rerun github/acme/web/42 --failed', run: 'github/acme/web/42', done: true },
      { done: false, why: expect.stringMatching(/admin rights/) },
    ]);
    expect(world.bridge.heard.some(({ method }) => method === 'person/account')).toBe(true);
    expect(world.bridge.heard.some(({ method }) => method === 'command/run')).toBe(false);
    // All that the bridge was ever sent.
    expect(JSON.stringify([world.bridge.heard, world.bridge.faults])).not.toContain(canary);
    expect(api.heard.every(({ token }) => token === `Bearer ${canary}`)).toBe(true);
  });

  it('is left to the bridge unless the user has chosen it, and where it cannot be done from here', async () => {
    const asBridge = await begin('bridge');
    await asBridge.perform(errand(rerun()));
    const asMe = await begin('me');
    await asMe.perform(errand(rerun({ run: red({ provider: 'local' }) })));
    for (const { world } of [asBridge, asMe])
      expect(world.bridge.heard.filter(({ method }) => method === 'command/run')).toHaveLength(1);
    expect(api.heard).toEqual([]);
  });
});
