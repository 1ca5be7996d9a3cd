import { afterEach, describe, expect, it } from 'vitest';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { redirectedTo } from '../../../bridge/adapters/github/download.ts';
import { servers } from './server.ts';
import { settingFor, shopPlace, token } from './setting.ts';

const logs = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs';
const asked = { ...shopPlace, job_id: 5 };
const { server, closeAll } = servers();
afterEach(closeAll);

const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString();

describe('a download', () => {
  it('follows one redirect, and takes no credentials along', async () => {
    const store = await server(() => ({ body: 'log lines' }));
    const api = await server(() => ({ status: 302, headers: { location: `${store.url}/blob?sig=1` } }));
    const got = await createGitHubClient(settingFor(api.url)).download(logs, asked, 1000);
    expect([textOf(got), got.cut]).toEqual(['log lines', false]);
    expect(api.asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(store.asked[0]?.path).toBe('/blob?sig=1');
    expect(JSON.stringify(store.asked)).not.toContain('secret');
    expect(store.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('does not follow a second one', async () => {
    const store = await server(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }));
    const api = await server(() => ({ status: 302, headers: { location: store.url } }));
    const work = createGitHubClient(settingFor(api.url)).download(logs, asked, 1000);
    await expect(work).rejects.toMatchObject({ fault: 'unavailable', vendorWord: 'http_302' });
    expect(store.asked).toHaveLength(1);
  });

  it.each([
    [9, 'log lines', false],
    [8, 'log line', true],
    [0, '', true],
  ])('stops at %i bytes', async (most, text, cut) => {
    const store = await server(() => ({ body: 'log lines' }));
    const api = await server(() => ({ status: 302, headers: { location: store.url } }));
    const got = await createGitHubClient(settingFor(api.url)).download(logs, asked, most);
    expect([textOf(got), got.cut]).toEqual([text, cut]);
  });

  it('takes what comes at once, as a server of one’s own gives it', async () => {
    const api = await server(() => ({ body: 'log lines' }));
    expect(textOf(await createGitHubClient(settingFor(api.url)).download(logs, asked, 1000))).toBe('log lines');
  });

  it.each([
    ['the log is gone', 404, 'gone'],
    ['the log is gone', 410, 'gone'],
    ['GitHub is in trouble', 500, 'unavailable'],
  ])('fails where %s (%i)', async (_, status, fault) => {
    const api = await server(() => ({ status, body: { message: 'x' } }));
    await expect(createGitHubClient(settingFor(api.url)).download(logs, asked, 10)).rejects.toMatchObject({ fault });
  });
});

describe('[T16] the place that a download is sent to', () => {
  const gitHub = new URL('https://api.github.com');
  it.each([
    ['https://productionresultssa0.blob.core.windows.net/x?sig=1'],
    ['https://pipelines.actions.githubusercontent.com/x'],
  ])('may be %s', (location) => {
    expect(redirectedTo(location, gitHub).href).toBe(location);
  });

  it.each([
    ['http://blob.example.com/x'],
    ['https://127.0.0.1/x'],
    ['https://2130706433/x'],
    ['https://0x7f.1/x'],
    ['https://169.254.169.254/latest'],
    ['https://[::1]/x'],
    ['https://[::ffff:10.0.0.1]/x'],
    ['https://localhost/x'],
    ['https://metadata.google.internal/x'],
    ['https://intranet/x'],
    ['https://build.corp./x'],
    ['https://user:pw@blob.example.com/x'],
    ['file:///etc/passwd'],
    ['//127.0.0.1/x'],
    ['/relative'],
    ['http://127.0.0.1:9/x'],
    [undefined],
  ])('is never %s', (location) => {
    expect(() => redirectedTo(location, gitHub)).toThrow(/refused|unavailable/);
  });

  it('may be the host of the API itself, wherever that is', () => {
    const own = new URL('https://git.corp/api/v3');
    expect(redirectedTo('https://git.corp/storage/x', own).hostname).toBe('git.corp');
    expect(() => redirectedTo('https://other.corp/x', own)).toThrow(/refused/);
  });
});
