import * as z from 'zod/mini';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import type { Accounts, ForgeAccount } from '../../ports/accounts.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { AnonymousConfig } from './anonymous.ts';
import type { GitHubClient } from './client.ts';
import { createDeviceFlow } from './device-flow.ts';
import { placeOf } from './place.ts';

export interface GitHubAccountsConfig extends AnonymousConfig {
  readonly client: GitHubClient;
  readonly repositories: readonly RepositoryId[];
  /** As the client has it. */
  readonly apiUrl?: string | undefined;
  /** Of the App, or of an OAuth app, that has the device flow switched on. Absent: nobody can be linked. */
  readonly clientId?: string | undefined;
  /** Ids of the providers whose actions need GitHub's permission. */
  readonly guards: readonly string[];
}

const User = z.object({ id: z.int(), login: z.string() });
const Permission = z.object({
  permission: z.string(),
  user: z.nullish(z.object({ id: z.int() })),
});

/**
 * Who people are on GitHub. Permission is asked for the login that the account's number has now, and counts only where the answer is about
 * that number: a login may have been renamed, and given to somebody else, at any moment. Whatever is not sure is `none`, or a failure.
 */
export function createGitHubAccounts(config: GitHubAccountsConfig): Accounts {
  const { client, clientId, repositories, guards } = config;
  const flow = clientId === undefined ? undefined : createDeviceFlow(config, clientId);
  return {
    id: 'github',
    guards,
    begin: async () => flow?.begin(),
    finish: async (secret) => (await flow?.finish(secret)) ?? { state: 'refused', why: 'nothing is set up for it' },
    login: async (account) => (isNumber(account.id) ? orNone(loginOf(client, account)) : undefined),
    async permission(account, repository) {
      if (!repositories.includes(repository) || !isNumber(account.id)) return 'none';
      const login = await orNone(loginOf(client, account));
      const said = login === undefined ? undefined : await orNone(permissionOf(client, login, repository));
      if (String(said?.user?.id) !== account.id) return 'none';
      const level = said?.permission;
      return level === 'admin' || level === 'write' || level === 'read' ? level : 'none';
    },
  };
}

const isNumber = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id);

async function loginOf(client: GitHubClient, account: ForgeAccount): Promise<string | undefined> {
  const user = await client.request('GET /user/{account_id}', { account_id: account.id }, User);
  return String(user.id) === account.id ? user.login : undefined;
}

async function permissionOf(client: GitHubClient, username: string, repository: RepositoryId) {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  return client.request(route, { ...placeOf(repository), username }, Permission);
}

/** An account, or a membership, that is not there may do nothing. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PlatformError && error.fault === 'gone') return undefined;
    throw error;
  }
}
