import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubAccounts } from '../../../bridge/adapters/github/accounts.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { exchange } from '../../../bridge/adapters/github/manifest.ts';
import { type GitHubServer, startGitHubServer } from '../../support/github/server.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { settingFor, shop } from './setting.ts';

describe('accounts of a GitHub that remembers', () => {
  let repository: Repository;
  let server: GitHubServer;
  beforeAll(async () => {
    repository = await makeRepository();
    server = await startGitHubServer({ repositories: { 'acme/shop': repository.folder }, deviceIntervalMs: 0 });
  });
  afterAll(async () => {
    await server.close();
    await repository.remove();
  });

  const accountsOf = () => {
    const { id: appId, privateKey, clientId } = server.app;
    const setting = settingFor(server.url, { auth: { type: 'app', appId, privateKey } });
    return createGitHubAccounts({
      ...setting,
      client: createGitHubClient(setting),
      guards: ['github-actions'],
      clientId,
    });
  };

  it('are linked by the device flow, or declined by it', async () => {
    const accounts = accountsOf();
    const link = await accounts.begin();
    expect(await accounts.finish(link?.secret ?? '')).toMatchObject({ state: 'waiting' });
    server.device.approve(link?.userCode ?? '', 'bo');
    const linked = await accounts.finish(link?.secret ?? '');
    expect(linked).toEqual({ state: 'linked', account: { id: String(server.user('bo').id), login: 'bo' } });
    const second = await accounts.begin();
    server.device.deny(second?.userCode ?? '');
    expect(await accounts.finish(second?.secret ?? '')).toMatchObject({
      state: 'refused',
      why: expect.stringContaining('declined'),
    });
  });

  it('[T8] keep what they may do under another login, and give it to nobody who takes the old one', async () => {
    const accounts = accountsOf();
    const id = String(server.user('cy').id);
    const may = async () => accounts.permission({ id, login: 'cy' }, shop);
    expect(await may()).toBe('write');
    server.rename('cy', 'cyrus');
    const other = server.addUser('cy', 'admin');
    expect(await may()).toBe('write');
    expect(await accounts.permission({ id: String(other.id), login: 'bo' }, shop)).toBe('admin');
    server.permit('cyrus', 'none');
    expect(['none', 'read']).toContain(await may());
  });

  it('come with an App that was made by the manifest', async () => {
    const app = await exchange(settingFor(server.url), server.manifestCode('Shiproom'));
    expect(app).toMatchObject({ privateKey: expect.stringContaining('PRIVATE KEY'), hookSecret: expect.any(String) });
  });
});
