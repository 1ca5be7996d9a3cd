import { afterEach, describe, expect, it } from 'vitest';
import { createGitHubAccounts } from '../../../bridge/adapters/github/accounts.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { exchange } from '../../../bridge/adapters/github/manifest.ts';
import type { LinkBegun } from '../../../bridge/ports/accounts.ts';
import { manualClock } from '../../support/clock.ts';
import { servers, type Told } from './server.ts';
import { failureOf, settingFor } from './setting.ts';

const { server, closeAll } = servers();
afterEach(closeAll);

describe('somebody who shows who they are', () => {
  const begun = { device_code: 'secret-device', user_code: 'WDJB-MJHT', expires_in: 900, interval: 5 };
  async function flow(answers: Told[], more: object = {}) {
    const clock = manualClock();
    let origin = '';
    const { url, asked } = await server(({ path }) => {
      if (path === '/login/device/code')
        return { body: { ...begun, verification_uri: `${origin}/login/device`, ...more } };
      if (path === '/user') return { body: { id: 7, login: 'ann', email: 'x' } };
      return answers.shift();
    });
    origin = url;
    const setting = settingFor(url, { clock });
    const accounts = createGitHubAccounts({
      ...setting,
      client: createGitHubClient(setting),
      guards: [],
      clientId: 'Iv1.abc',
    });
    return { clock, asked, accounts, url, begin: async () => (await accounts.begin()) as LinkBegun };
  }
  const error = (word: string, more: object = {}): Told => ({ body: { error: word, error_description: 'x', ...more } });

  it('is linked by number and login, and the token is used once, for that', async () => {
    const { accounts, asked, begin, url, clock } = await flow([
      error('authorization_pending'),
      error('slow_down', { interval: 10 }),
      error('authorization_pending'),
      { body: { access_token: 'gho_secrettoken', token_type: 'bearer', scope: '' } },
    ]);
    const link = await begin();
    expect(link).toEqual({
      userCode: 'WDJB-MJHT',
      url: `${url}/login/device`,
      secret: 'secret-device',
      expiresAt: clock.now() + 900_000,
      intervalMs: 5000,
    });
    expect(await accounts.finish(link.secret)).toEqual({ state: 'waiting', intervalMs: 5000 });
    expect(await accounts.finish(link.secret)).toEqual({ state: 'waiting', intervalMs: 10_000 });
    expect(await accounts.finish(link.secret)).toEqual({ state: 'waiting', intervalMs: 10_000 });
    expect(await accounts.finish(link.secret)).toEqual({ state: 'linked', account: { id: '7', login: 'ann' } });
    expect(
      asked.filter(({ headers }) => headers.authorization === 'Bearer gho_secrettoken').map(({ path }) => path),
    ).toEqual(['/user']);
    expect(await accounts.finish(link.secret)).toMatchObject({ state: 'refused' });
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      client_id: 'Iv1.abc',
      device_code: 'secret-device',
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    });
  });

  it.each([
    ['expired_token', /expired/],
    ['access_denied', /declined/],
    ['incorrect_device_code', /used up/],
    ['some_new_word', /some_new_word/],
    ['<script>', /unreadable_answer/],
  ])('is refused, and told why: %s', async (word, why) => {
    const { accounts, begin } = await flow([error(word)]);
    const { secret } = await begin();
    expect(await accounts.finish(secret)).toEqual({ state: 'refused', why: expect.stringMatching(why) });
  });

  it('is refused after the code’s time, or with a code that is none of ours, and GitHub is not asked', async () => {
    const { accounts, asked, begin, clock } = await flow([]);
    const { secret } = await begin();
    await clock.advance(900_000);
    expect(await accounts.finish(secret)).toMatchObject({ state: 'refused' });
    expect(await accounts.finish('another')).toMatchObject({ state: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('is not sent to a page that is not GitHub’s', async () => {
    const { accounts } = await flow([], { verification_uri: 'https://github.example/login/device' });
    expect((await failureOf(accounts.begin())).fault).toBe('unavailable');
  });

  it('waits where GitHub does not answer, and can ask again', async () => {
    const { accounts, begin } = await flow([{ cut: true }, error('authorization_pending')]);
    const { secret } = await begin();
    expect((await failureOf(accounts.finish(secret))).fault).toBe('unavailable');
    expect(await accounts.finish(secret)).toMatchObject({ state: 'waiting' });
  });

  it('cannot, where nothing is set up for it', async () => {
    const setting = settingFor('http://127.0.0.1:9');
    const accounts = createGitHubAccounts({ ...setting, client: createGitHubClient(setting), guards: [] });
    expect(await accounts.begin()).toBeUndefined();
    expect(await accounts.finish('x')).toMatchObject({ state: 'refused' });
  });
});

describe('the code of a new App', () => {
  const app = { id: 5, html_url: 'https://github.com/apps/x', client_id: 'Iv1.x', pem: 'key', webhook_secret: 'hook' };
  it('is exchanged once for all that the bridge needs', async () => {
    const { url, asked } = await server(() => ({ status: 201, body: { ...app, client_secret: 'dropped' } }));
    const got = await exchange({ ...settingFor(url), apiUrl: url }, 'c0de-1');
    expect(got).toEqual({
      appId: 5,
      url: 'https://github.com/apps/x',
      clientId: 'Iv1.x',
      privateKey: 'key',
      hookSecret: 'hook',
    });
    expect(asked.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
      ['POST', '/app-manifests/c0de-1/conversions', undefined],
    ]);
  });

  it('is refused where it is none', async () => {
    const { url, asked } = await server(() => undefined);
    expect((await failureOf(exchange(settingFor(url), '../user'))).fault).toBe('refused');
    expect(asked).toEqual([]);
    expect((await failureOf(exchange(settingFor(url), 'used'))).fault).toBe('gone');
  });
});
