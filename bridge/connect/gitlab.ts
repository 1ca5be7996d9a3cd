import * as z from 'zod/mini';
import { createGitLabCi } from '../adapters/ci/gitlab/index.ts';
import { createGitLabForge } from '../adapters/forge/gitlab/index.ts';
import { createGitLabClient } from '../adapters/gitlab/client.ts';
import { createGitLabFiles } from '../adapters/gitlab/files.ts';
import { createGitLabHook } from '../adapters/gitlab/hook.ts';
import { gitLabProjects } from '../adapters/gitlab/project.ts';
import { Unusable } from '../unusable.ts';
import { apiAddress, type Connected, type Connecting, secretOf, secretsOf } from './connected.ts';

export const GitLabSettings = z.strictObject({
  url: z.optional(
    z
      .string()
      .check(z.regex(apiAddress, 'must be https, or http on this machine'), z.describe('Where your GitLab is.')),
  ),
});
export type GitLabSettings = z.infer<typeof GitLabSettings>;

/** Connects GitLab: its merge requests and its pipelines, for those repositories of the room that are there. Fails with Unusable. */
export function connectGitLab({ url = 'https://gitlab.com' }: GitLabSettings, connecting: Connecting): Connected {
  const { repositories, environment, clock } = connecting;
  const token = secretOf(environment, 'SHIPROOM_GITLAB_TOKEN');
  if (token === undefined)
    throw new Unusable('GitLab is set up without its token. Set SHIPROOM_GITLAB_TOKEN; docs/gitlab.md tells how.');
  const projects = gitLabProjects(url, repositories);
  if (projects.size === 0)
    throw new Unusable(
      `gitlab is set up, and none of the room’s repositories (${repositories.join(', ')}) is at ${url}. Add one under “repositories”, or set gitlab.url.`,
    );
  const client = createGitLabClient({ url, token, clock });
  const signing = secretsOf(environment, 'SHIPROOM_GITLAB_SIGNING_TOKEN', 'SHIPROOM_GITLAB_SIGNING_TOKEN_OLD');
  const tokens = secretsOf(environment, 'SHIPROOM_GITLAB_SECRET_TOKEN', 'SHIPROOM_GITLAB_SECRET_TOKEN_OLD');
  const ci = createGitLabCi({ client, projects, clock, secrets: [token, ...signing, ...tokens] });
  const forge = createGitLabForge({ client, projects, clock });
  const hook = createGitLabHook({
    id: 'gitlab',
    forge: forge.id,
    ci: ci.id,
    projects,
    clock,
    signing,
    tokens,
    truth: (run) => ci.read({ run }),
  });
  return {
    forges: [forge],
    files: [createGitLabFiles({ client, projects })],
    ci: [ci],
    hooks: signing.length + tokens.length > 0 ? [hook] : [],
    accounts: [],
    names: new Map([
      [forge.id, 'GitLab'],
      [ci.id, 'GitLab CI'],
    ]),
  };
}
