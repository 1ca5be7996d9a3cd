import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitHubActions } from '../../../../bridge/adapters/ci/github-actions/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import { createGitHubClient } from '../../../../bridge/adapters/github/client.ts';
import type { Log } from '../../../../bridge/ports/log.ts';
import { BranchName, RepositoryId } from '../../../../protocol/model/ids.ts';
import { startGitHubServer } from '../../../support/github/server.ts';
import { makeRepository } from '../../../support/repository.ts';

export const repositoryId = RepositoryId.parse('github.com/acme/web');

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const greeting = String.raw`for i in $(seq 100); do printf '\033[32mGrüße, 世界\033[0m\n'; done`;

const workflow = (name: string, jobs: string, inputs = ''): string =>
  `name: ${name}\non:\n  workflow_dispatch:${inputs}\njobs:\n${jobs}`;
const job = (id: string, lines: string, more = ''): string =>
  [
    `  ${id}:`,
    '    runs-on: ubuntu-latest',
    ...(more ? [`    ${more}`] : []),
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - name: Tests',
    '        run: |',
    ...lines.split('\n').map((line) => `          ${line}`),
    '',
  ].join('\n');

const choice = '\n    inputs:\n      greeting: { type: choice, required: true, options: [hello, bye] }';

/** Workflows by what they do. `count` is a file in which jobs leave a mark when they run. */
const workflows = (count: string): Readonly<Record<string, string>> => ({
  pass: workflow('Pass', job('test', greeting)),
  fail: workflow('Fail', job('test', `${greeting}\necho 'src/sum.ts(3,5): error TS2322: no'\nexit 1`)),
  hang: workflow('Hang', job('test', `${greeting}\nexec sleep 300`)),
  half: workflow('Half', job('good', `echo good >> ${count}`) + job('bad', `echo bad >> ${count}\nexit 1`)),
  gate: workflow('Gate', job('deploy', 'echo deployed', 'environment: production')),
  input: workflow('Input', job('test', 'echo "greeting=${{ inputs.greeting }}"'), choice),
});

export interface SceneOptions {
  readonly secrets?: readonly string[];
  /** More workflows, by the names of their files. */
  readonly workflows?: Readonly<Record<string, string>>;
}

/** A repository with workflows, a GitHub that runs them, and the provider that talks to it as `ann`, its admin. */
export async function openScene({ secrets, workflows: more = {} }: SceneOptions = {}) {
  const clock = systemClock();
  const repository = await makeRepository();
  const count = join(repository.folder, '.git', 'count');
  const files = Object.entries({ ...workflows(count), ...more });
  await repository.commit(
    'Workflows',
    Object.fromEntries(files.map(([name, text]) => [`.github/workflows/${name}.yml`, text])),
  );
  const server = await startGitHubServer({ repositories: { 'acme/web': repository.folder } });
  server.environment({ name: 'production', reviewers: ['ann'] });
  const client = createGitHubClient({
    apiUrl: server.url,
    repositories: [repositoryId],
    clock,
    log: silent,
    paced: false,
    auth: { type: 'token', token: server.token('ann') },
  });
  const provider = createGitHubActions({ client, repositories: [repositoryId], clock, log: silent, secrets });
  let branches = 0;
  return {
    provider,
    repository: repositoryId,
    folder: repository,
    server,
    client,
    inputs: true,
    async commit(does: string) {
      branches += 1;
      const branch = BranchName.parse(`branch-${branches}`);
      await repository.branch(branch);
      await server.pushed(branch);
      return { branch, commit: await repository.commitOf(branch), workflow: `${does}.yml` };
    },
    ran: async (name: 'good' | 'bad') =>
      (await readFile(count, 'utf8')).split('\n').filter((line) => line === name).length,
    async close() {
      await server.close();
      await repository.remove();
    },
  };
}
