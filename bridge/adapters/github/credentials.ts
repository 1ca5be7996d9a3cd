import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/core';
import * as z from 'zod/mini';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { GitHubAuth } from './config.ts';
import { toPlatformError } from './failure.ts';
import { placeOf } from './place.ts';

/** The `authorization` of a call about a repository. `fresh`: the last one was not accepted. */
export type Authorize = (repository: RepositoryId | undefined, fresh: boolean) => Promise<string>;

export interface Credentials {
  readonly authorize: Authorize;
  /** Whether a fresh one is worth a try after one that was not accepted. */
  readonly renewable: boolean;
}

const Installation = z.object({ id: z.int() });

/** Credentials as they are configured. Those of an App are minted for one repository each, for an hour at most, and kept in memory alone. */
export function createCredentials(
  auth: GitHubAuth,
  request: Octokit['request'],
  warn: (message: string) => void,
): Credentials {
  if (auth.type === 'token') return { authorize: async () => `Bearer ${auth.token}`, renewable: false };
  const { appId, privateKey } = auth;
  const app = createAppAuth({ appId, privateKey, request, log: { warn } });
  const installations = new Map<RepositoryId, number>();

  async function appToken(): Promise<string> {
    try {
      const { token } = await app({ type: 'app' });
      return token;
    } catch {
      throw new PlatformError('unauthorised', 'unreadable_private_key');
    }
  }

  async function installationOf(repository: RepositoryId): Promise<number> {
    const known = installations.get(repository);
    if (known !== undefined) return known;
    const headers = { authorization: `Bearer ${await appToken()}` };
    try {
      const answer = await request('GET /repos/{owner}/{repo}/installation', { ...placeOf(repository), headers });
      const { id } = z.parse(Installation, answer.data);
      installations.set(repository, id);
      return id;
    } catch (error) {
      const failure = toPlatformError(error, false);
      throw failure.fault === 'gone' ? new PlatformError('refused', 'app_not_installed') : failure;
    }
  }

  return {
    renewable: true,
    async authorize(repository, fresh) {
      if (repository === undefined) throw new PlatformError('refused', 'no_repository');
      if (fresh) installations.delete(repository);
      const installationId = await installationOf(repository);
      try {
        const repositoryNames = [placeOf(repository).repo];
        const { token } = await app({ type: 'installation', installationId, repositoryNames, refresh: fresh });
        return `Bearer ${token}`;
      } catch (error) {
        installations.delete(repository);
        throw toPlatformError(error, false);
      }
    },
  };
}
