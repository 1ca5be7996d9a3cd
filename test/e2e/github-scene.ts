import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { type GitHubOptions, type GitHubServer, startGitHubServer } from '../support/github/server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import type { Sandbox } from '../support/sandbox.ts';

const ci = `name: CI
on:
  push:
  workflow_dispatch:
    inputs:
      level:
        type: choice
        description: How thorough
        options: [quick, full]
        default: quick
        required: true
      verbose:
        type: boolean
        description: Name each test
        default: false
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - name: Compile
        run: echo "compiled 12 files"
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - name: Install
        run: echo "added 3 packages"
      - name: Unit tests
        run: |
          echo "level \${{ inputs.level || 'quick' }}, verbose \${{ inputs.verbose || 'false' }}"
          printf '\\033]0;a title\\007\\033[2K\\033[1G\\033[32m✓ starts at nought\\033[0m\\n'
          if [ "\${{ inputs.level }}" = full ]; then sleep 600; fi
          if grep -q wrong sum.js; then
            printf '\\033[31m✗ adds\\033[0m at sum.js:1:1\\n'
            echo "::error file=sum.js,line=1,title=adds::expected 3, got 4"
            exit 1
          fi
          printf '\\033[32m✓ adds\\033[0m\\n'
      - name: Coverage
        run: echo "97 %"
`;
const deploy = `name: Deploy
on: workflow_dispatch
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - name: Ship
        run: echo shipped
`;

/** A team's repository on a GitHub of the tests, its bridge, and the clone of the one who started that: Ann. */
export interface Scene {
  readonly github: GitHubServer;
  readonly bridge: BridgeProcess;
  /** Ann's clone. */
  readonly work: Repository;
  readonly branch: string;
  /** Ann commits and pushes. */
  push(message: string, files?: Readonly<Record<string, string>>): Promise<string>;
  /** Somebody else pushes to the branch. */
  pushElsewhere(): Promise<string>;
  /** A clone of a team-mate's. */
  anotherClone(): Promise<Repository>;
  /** Deliveries of GitHub reach the bridge, or do not. */
  deliver(on: boolean): void;
  /** A link by which somebody else comes in. */
  invite(name: string): Promise<string>;
  end(): Promise<void>;
}

/** What stands on the GitHub: a small one for tests where nothing else is said. */
export interface Project {
  /** What `main` holds. */
  readonly files: Readonly<Record<string, string>>;
  /** What Ann works on. */
  readonly branch: string;
  /** What her clone is called, where anybody sees it. */
  readonly folder?: string;
  /** What people may do there. */
  readonly people?: GitHubOptions['people'];
}

/** What a bridge has besides its GitHub. */
interface Besides {
  readonly project?: Project;
  /** Lines of its shiproom.yaml. */
  readonly settings?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const small: Project = {
  files: {
    'sum.js': 'export const sum = (a, b) => a + b;\n',
    '.github/workflows/ci.yml': ci,
    '.github/workflows/deploy.yml': deploy,
  },
  branch: 'feat/login',
};

/** Everybody may do anything with CI, as far as GitHub lets them; Ann's token is the bridge's. */
export async function setScene(sandbox: Sandbox, besides: Besides = {}): Promise<Scene> {
  const { branch, people, folder, ...project } = besides.project ?? small;
  const shared = await makeRepository(project.files);
  const github = await startGitHubServer({
    repositories: { 'acme/shop': shared.folder },
    deviceIntervalMs: 100,
    ...(people ? { people } : {}),
  });
  github.environment({ name: 'staging', reviewers: ['ann'] });
  github.protect('main', { requiredChecks: ['build', 'test'], approvals: 1 });
  const work = await shared.clone(folder);
  await work.git('remote', 'set-url', 'origin', `${github.url}/acme/shop.git`);
  await work.git('remote', 'set-url', '--push', 'origin', shared.folder);
  await work.git('config', 'user.name', 'Ann');
  await work.switchTo(branch);
  const data = join(sandbox.root, 'data');
  await mkdir(data);
  const settings = [
    `github: { apiUrl: '${github.url}', clientId: ${github.app.clientId} }`,
    'rules: [{ allow: ci *, to: [everyone] }]',
    ...(besides.settings ?? []),
  ];
  await writeFile(join(data, 'shiproom.yaml'), settings.join('\n'));
  const env = { SHIPROOM_GITHUB_TOKEN: github.token('ann'), SHIPROOM_GITHUB_WEBHOOK_SECRET: 'hush' };
  const bridge = await startBridge({
    sandbox,
    repository: work.folder,
    data,
    env: { ...env, ...besides.env },
  });
  const deliver = (on: boolean): void =>
    github.hooks.to(on ? { url: `${new URL(bridge.page).origin}/hooks/github`, secret: 'hush' } : undefined);
  deliver(true);

  return {
    github,
    bridge,
    work,
    branch,
    deliver,
    async push(message, files = {}) {
      const commit = await work.commit(message, files);
      await work.git('push', '--quiet', '--set-upstream', 'origin', branch);
      await github.pushed(branch);
      return commit;
    },
    async pushElsewhere() {
      const other = await shared.clone();
      await other.git('switch', '--quiet', branch);
      const commit = await other.commit('Somebody else was quicker');
      await other.git('push', '--quiet', 'origin', branch);
      await github.pushed(branch, 'bo');
      return commit;
    },
    anotherClone: () => shared.clone(),
    async invite(name) {
      const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');
      const words = [main, 'invite', name, '--repo', work.folder, '--data', data];
      const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: sandbox.root, env: sandbox.env });
      return /(http\S+)/.exec(stdout)?.[1] ?? '';
    },
    async end() {
      await bridge.stop();
      await github.close();
      await shared.remove();
    },
  };
}
