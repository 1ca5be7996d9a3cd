import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { createGitHubActions } from '../adapters/ci/github-actions/index.ts';
import { readRunDelivery } from '../adapters/ci/github-actions/delivery.ts';
import { createGitHubForge } from '../adapters/forge/github/index.ts';
import { createGitHubAccounts } from '../adapters/github/accounts.ts';
import { createGitHubClient, type GitHubClient } from '../adapters/github/client.ts';
import type { GitHubAuth } from '../adapters/github/config.ts';
import { createGitHubFiles } from '../adapters/github/files.ts';
import { createGitHubHook } from '../adapters/github/hook.ts';
import { codeOf, Unusable } from '../unusable.ts';
import { apiAddress, type Connected, type Connecting, secretOf, secretsOf } from './connected.ts';

const address = z.string().check(z.regex(apiAddress, 'must be https, or http on this machine'));

export const GitHubSettings = z.strictObject({
  apiUrl: z.optional(address.check(z.describe('The API of a GitHub server of your own: https://HOST/api/v3.'))),
  host: z.optional(
    z
      .string()
      .check(
        z.regex(/^[a-z0-9.-]{1,250}$/),
        z.describe('By which its repositories are named, where it is not the API’s.'),
      ),
  ),
  app: z.optional(
    z.strictObject({
      id: z
        .union([z.int().check(z.positive()), z.string().check(z.regex(/^[A-Za-z0-9.]{1,60}$/))])
        .check(z.describe('The id of the team’s GitHub App.')),
      privateKeyFile: z.string().check(z.minLength(1), z.describe('Its private key; relative to the data folder.')),
    }),
  ),
  webhookSecretFile: z.optional(
    z.string().check(z.minLength(1), z.describe('The secret of GitHub’s deliveries; relative to the data folder.')),
  ),
  clientId: z.optional(
    z
      .string()
      .check(
        z.regex(/^[A-Za-z0-9._-]{1,60}$/),
        z.describe('The App’s client id, by which people link their accounts.'),
      ),
  ),
});
export type GitHubSettings = z.infer<typeof GitHubSettings>;

/** Connects GitHub: its pull requests and its Actions, for those repositories of the room that are there. Fails with Unusable. */
export async function connectGitHub(settings: GitHubSettings, connecting: Connecting): Promise<Connected> {
  const { clock, log, environment } = connecting;
  const { apiUrl, clientId } = settings;
  const host = hostOf(settings);
  const repositories = connecting.repositories.filter((id) => id.startsWith(`${host}/`));
  if (repositories.length === 0)
    throw new Unusable(
      `github is set up, and none of the room’s repositories (${connecting.repositories.join(', ')}) is on ${host}. Add one under “repositories”, or set github.host.`,
    );
  const auth = await authOf(settings, connecting);
  const client = createGitHubClient({ ...(apiUrl === undefined ? {} : { apiUrl }), repositories, auth, clock, log });
  const secrets = [
    ...secretsOf(environment, 'SHIPROOM_GITHUB_WEBHOOK_SECRET', 'SHIPROOM_GITHUB_WEBHOOK_SECRET_OLD'),
    ...(settings.webhookSecretFile === undefined
      ? []
      : [(await readSecret(settings.webhookSecretFile, connecting)).trim()]),
  ];
  const sources = ['github', 'github-actions'];
  return {
    forges: [createGitHubForge({ client, repositories, clock })],
    files: [createGitHubFiles({ client, repositories })],
    ci: [createGitHubActions({ client, repositories, clock, log, secrets: [...secrets, ...keysOf(auth)] })],
    hooks: secrets.length > 0 ? [createGitHubHook({ secrets, repositories, sources, runs: readRunDelivery })] : [],
    accounts: [createGitHubAccounts({ client, clock, repositories, apiUrl, clientId, guards: ['github-actions'] })],
    names: new Map([
      ['github', 'GitHub'],
      ['github-actions', 'GitHub Actions'],
    ]),
    ...(auth.type === 'token' ? { self: { forge: 'github', whoami: () => whoami(client) } } : {}),
  };
}

/** The host by which repositories of this GitHub are named. */
function hostOf({ apiUrl, host }: GitHubSettings): string {
  const api = URL.parse(apiUrl ?? '')?.hostname;
  return host ?? (api === undefined || api === 'api.github.com' ? 'github.com' : api);
}

const keysOf = (auth: GitHubAuth): string[] => (auth.type === 'token' ? [auth.token] : [auth.privateKey]);

async function authOf({ app }: GitHubSettings, connecting: Connecting): Promise<GitHubAuth> {
  const token = secretOf(connecting.environment, 'SHIPROOM_GITHUB_TOKEN');
  if (app) {
    const privateKey = await readSecret(app.privateKeyFile, connecting);
    return { type: 'app', appId: app.id, privateKey };
  }
  if (token !== undefined) return { type: 'token', token };
  throw new Unusable(
    'GitHub is set up without credentials. Set github.app, or SHIPROOM_GITHUB_TOKEN; docs/github.md tells how.',
  );
}

/** A secret from a file, whose path is relative to the data folder. */
async function readSecret(path: string, { folder }: Connecting): Promise<string> {
  const file = resolve(folder, path);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Unusable(`${file}, which the section “github” of the settings names, cannot be read (${codeOf(error)}).`);
  });
}

const User = z.object({ id: z.int(), login: z.string() });

async function whoami(client: GitHubClient): Promise<{ id: string; login: string }> {
  const { id, login } = await client.request('GET /user', {}, User);
  return { id: String(id), login };
}
