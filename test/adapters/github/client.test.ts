import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { servers } from './server.ts';
import { failureOf, settingFor, shop, shopPlace } from './setting.ts';

const { server, closeAll } = servers();
afterEach(closeAll);

const pulls = 'GET /repos/{owner}/{repo}/pulls';
const anything = z.unknown();

describe('GraphQL', () => {
  const query = 'query { x }';
  it.each([
    ['a limit', { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, 'limited'],
    ['what is not there', { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] }, 'gone'],
    ['a field that is not there', { errors: [{ message: "Field 'x' doesn't exist" }] }, 'unavailable'],
    ['no data', {}, 'unavailable'],
    ['no JSON', 'x', 'unavailable'],
  ])('fails by its errors: %s', async (_, body, fault) => {
    const { url } = await server(() => ({ body }));
    const client = createGitHubClient(settingFor(url));
    expect((await failureOf(client.graphql(shop, query, {}, anything))).fault).toBe(fault);
  });

  it('gives what it may see, and says what it may not', async () => {
    const errors = [{ type: 'FORBIDDEN', path: ['x', 0, 'rollup'], message: 'no' }];
    const { url } = await server(() => ({ body: { data: { x: [null] }, errors } }));
    expect(await createGitHubClient(settingFor(url)).graphql(shop, query, {}, anything)).toEqual({
      x: [null],
      withheld: ['x.0.rollup'],
    });
  });

  it('is asked beside the API of a server of one’s own', async () => {
    const { url, asked } = await server(() => ({ body: { data: {} } }));
    await createGitHubClient(settingFor(`${url}/api/v3`)).graphql(shop, query, {}, anything);
    expect(asked[0]?.path).toBe('/api/graphql');
  });
});

describe('what is asked again and again', () => {
  it('costs nothing where it is unchanged', async () => {
    let tag = '"one"';
    const { url, asked } = await server(({ headers }) =>
      headers['if-none-match'] === tag
        ? { status: 304, headers: { etag: tag } }
        : { headers: { etag: tag }, body: [tag] },
    );
    const counted: string[] = [];
    const onCall = (route: string, status: number) => counted.push(`${status} ${route}`);
    const client = createGitHubClient(settingFor(url, { onCall }));
    const ask = async (state = 'open') => client.conditional(pulls, { ...shopPlace, state }, z.array(z.string()));
    expect(await ask()).toEqual(['"one"']);
    expect(await ask()).toBe('unchanged');
    expect(await ask('all')).toEqual(['"one"']);
    tag = '"two"';
    expect(await ask()).toEqual(['"two"']);
    expect(await ask()).toBe('unchanged');
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"one"',
      undefined,
      '"one"',
      '"two"',
    ]);
    expect(counted).toEqual([200, 304, 200, 200, 304].map((status) => `${status} ${pulls}`));
  });

  it('is asked whole again after an answer that could not be read', async () => {
    const { url, asked } = await server(() => ({ headers: { etag: '"x"' }, body: { not: 'a list' } }));
    const client = createGitHubClient(settingFor(url));
    for (const _ of [1, 2]) await failureOf(client.conditional(pulls, shopPlace, z.array(anything)));
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
  });
});

describe('what is asked', () => {
  it('is about the configured repositories only, and nothing of another is sent', async () => {
    const { url, asked } = await server(() => ({ body: [] }));
    const client = createGitHubClient(settingFor(url));
    expect(await failureOf(client.request(pulls, { owner: 'acme', repo: 'other' }, anything))).toMatchObject({
      fault: 'refused',
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ["feature/a'b", 'feature%2Fa%27b'],
    ['fix#1', 'fix%231'],
    ['a%2fb', 'a%252fb'],
    ['🚀?x=1', '%F0%9F%9A%80%3Fx%3D1'],
  ])('names the branch %j whole', async (branch, written) => {
    const { url, asked } = await server(() => ({ body: {} }));
    await createGitHubClient(settingFor(url)).request(
      'GET /repos/{owner}/{repo}/branches/{branch}',
      { ...shopPlace, branch },
      anything,
    );
    expect(asked[0]?.path).toBe(`/repos/acme/shop/branches/${written}`);
    expect(decodeURIComponent(written)).toBe(branch);
  });

  it.each([
    ['http://api.example.com'],
    ['ftp://127.0.0.1'],
    ['nothing'],
    ['https://user:pw@api.example.com'],
    ['https://api.example.com/?x'],
  ])('is not sent to %s', (apiUrl) => {
    expect(() => createGitHubClient(settingFor(apiUrl))).toThrow(TypeError);
  });
});

describe('an App', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const auth = { type: 'app', appId: 7, privateKey } as const;
  const minting = (accepted: () => string) => {
    let minted = 0;
    return server(({ path, headers, body }) => {
      if (path === '/repos/acme/shop/installation') return { body: { id: 70 } };
      if (path === '/app/installations/70/access_tokens') {
        expect(JSON.parse(body)).toEqual({ repositories: ['shop'] });
        minted += 1;
        return {
          status: 201,
          body: { token: `ghs_secret${minted}`, expires_at: '2999-01-01T00:00:00Z', permissions: {} },
        };
      }
      return headers.authorization === `Bearer ${accepted()}`
        ? { body: [] }
        : { status: 401, body: { message: 'Bad credentials' } };
    });
  };

  it('[T19] mints a token for the one repository, and keeps it in memory for the next call', async () => {
    const { url, asked } = await minting(() => 'ghs_secret1');
    const client = createGitHubClient(settingFor(url, { auth }));
    await client.request(pulls, shopPlace, anything);
    await client.request(pulls, shopPlace, anything);
    expect(asked.map(({ path }) => path)).toEqual([
      '/repos/acme/shop/installation',
      '/app/installations/70/access_tokens',
      '/repos/acme/shop/pulls',
      '/repos/acme/shop/pulls',
    ]);
  });

  it('mints another where that was revoked, and gives up where that is not accepted either', async () => {
    let accepted = 'ghs_secret1';
    const { url, asked } = await minting(() => accepted);
    const client = createGitHubClient(settingFor(url, { auth }));
    await client.request(pulls, shopPlace, anything);
    accepted = 'ghs_secret2';
    await client.request(pulls, shopPlace, anything);
    accepted = 'none';
    expect((await failureOf(client.request(pulls, shopPlace, anything))).fault).toBe('unauthorised');
    expect(asked.filter(({ path }) => path.endsWith('/pulls'))).toHaveLength(5);
  });

  it('says that it is not installed, or that its key cannot be read', async () => {
    const { url } = await server(() => undefined);
    const uninstalled = createGitHubClient(settingFor(url, { auth }));
    expect(await failureOf(uninstalled.request(pulls, shopPlace, anything))).toMatchObject({
      fault: 'refused',
      vendorWord: 'app_not_installed',
    });
    const keyless = createGitHubClient(settingFor(url, { auth: { ...auth, privateKey: 'secret' } }));
    expect(await failureOf(keyless.request(pulls, shopPlace, anything))).toMatchObject({
      fault: 'unauthorised',
      vendorWord: 'unreadable_private_key',
    });
  });
});
