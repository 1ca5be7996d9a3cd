import { createGitLabCi } from '../../../../bridge/adapters/ci/gitlab/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import { createGitLabClient, type GitLabClient } from '../../../../bridge/adapters/gitlab/client.ts';
import type { CiProvider } from '../../../../bridge/ports/ci-provider.ts';
import { BranchName, RepositoryId, type Sha } from '../../../../protocol/model/ids.ts';
import type { CiScene, Does } from '../../../contract/ci-scene.ts';
import { type ManualClock, manualClock } from '../../../support/clock.ts';
import { type GitLabServer, startGitLab } from '../../../support/gitlab/server.ts';

export const repository = RepositoryId.parse('gitlab.example.org/acme/web');
export const projects: ReadonlyMap<RepositoryId, string> = new Map([[repository, 'acme/web']]);

export const clientOf = (server: GitLabServer, timeoutMs = 5000): GitLabClient =>
  createGitLabClient({ url: server.url, token: server.token, clock: systemClock(), timeoutMs });

const greet = `i=0; while [ $i -lt 100 ]; do printf '\\033[32mGrüße, 世界\\033[0m\\n'; i=$((i+1)); done`;
const job = (...script: string[]): string =>
  `\n  script:\n${script.map((line) => `    - ${JSON.stringify(line)}\n`).join('')}`;
const good = `good:${job('echo good')}`;

const configs: Readonly<Record<Does, string>> = {
  pass: `tests:${job(greet)}`,
  fail: `tests:${job(greet, 'echo "Error: it does not add up" >&2', 'exit 3')}`,
  hang: `tests:${job(greet, 'sleep 300')}`,
  half: `${good}\nbad:${job('echo bad', 'exit 1')}`,
  gate: `stages: [test, deploy]\n${good}\nship:\n  stage: deploy\n  when: manual\n  allow_failure: false\n  environment: production${job('echo shipped')}`,
  input: `spec:\n  inputs:\n    greeting:\n      description: What to say\n      options: [hello, bye]\n---\ntests:${job(
    'echo "greeting=$[[ inputs.greeting ]]"',
  )}`,
};

export interface GitLabScene extends CiScene {
  readonly server: GitLabServer;
  readonly clock: ManualClock;
  readonly provider: CiProvider;
  /** Commits this configuration to a branch of its own. */
  commitConfig(text: string, files?: Readonly<Record<string, string>>): Promise<{ branch: BranchName; commit: Sha }>;
}

/** A GitLab that runs jobs for real, and a provider that asks it. */
export async function gitLabScene(): Promise<GitLabScene> {
  const server = await startGitLab();
  const clock = manualClock();
  const { repository: git, pipelines } = server.site;
  let branches = 0;
  let half: Sha | undefined;
  const commitConfig: GitLabScene['commitConfig'] = async (text, files = {}) => {
    branches += 1;
    const branch = BranchName.parse(`work-${branches}`);
    await git.switchTo(branch);
    const commit = await git.commit(`Work ${branches}`, { ...files, '.gitlab-ci.yml': text });
    return { branch, commit };
  };
  return {
    server,
    clock,
    repository,
    provider: createGitLabCi({ client: clientOf(server), projects, clock }),
    inputs: true,
    commitConfig,
    async commit(does) {
      const at = await commitConfig(configs[does]);
      if (does === 'half') half = at.commit;
      return at;
    },
    ran: async (name) => (half === undefined ? 0 : pipelines.ran(half, name)),
    tick: async () => clock.advance(10_000),
    close: async () => server.close(),
  };
}
