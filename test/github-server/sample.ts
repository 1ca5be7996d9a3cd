import { createSign } from 'node:crypto';
import { startGitHubServer, type GitHubOptions, type GitHubServer } from '../support/github/server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';

/** Passes where `ok.txt` is there; otherwise it fails with a place. `deploy` goes to production, if it may. */
const workflow = `
name: CI
on:
  push:
    branches-ignore: [quiet/**]
  pull_request:
  workflow_dispatch:
    inputs:
      target: { type: choice, options: [staging, production], default: staging }
      verbose: { type: boolean }
env:
  LEVEL: high
jobs:
  build:
    runs-on: ubuntu-latest
    outputs:
      version: \${{ steps.mark.outputs.version }}
    steps:
      - uses: actions/checkout@v4
      - id: mark
        name: Mark
        run: echo "version=1.\${{ github.run_attempt }}" >> "$GITHUB_OUTPUT"
  test:
    needs: build
    runs-on: ubuntu-latest
    strategy:
      matrix: { shard: [1, 2] }
    steps:
      - uses: actions/checkout@v4
      - name: Run tests
        run: |
          echo "version \${{ needs.build.outputs.version }} level $LEVEL shard \${{ matrix.shard }}"
          echo '<testsuite/>' > report-\${{ matrix.shard }}.xml
          if [ "\${{ matrix.shard }}" = 2 ] && [ "$GITHUB_RUN_ATTEMPT" = 1 ] && [ ! -f ok.txt ]; then
            echo "::error file=src/cart.ts,line=12,title=Cart::total is wrong"
            exit 3
          fi
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report-\${{ matrix.shard }}
          path: report-*.xml
  after:
    needs: test
    if: success()
    runs-on: ubuntu-latest
    steps:
      - run: echo done
`;
const hang = `
name: Hang
on: workflow_dispatch
jobs:
  sleep:
    runs-on: ubuntu-latest
    steps:
      - run: |
          sleep 600 &
          echo begun
          wait
      - if: always()
        run: echo cleaned
`;
const deploy = `
name: Deploy
on: workflow_dispatch
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: { name: production, url: "https://example.org" }
    steps:
      - run: echo shipped
`;

export interface Sample {
  readonly repository: Repository;
  readonly github: GitHubServer;
  /** Asks as somebody, ann unless said otherwise. */
  ask(
    method: string,
    path: string,
    body?: object,
    as?: string,
  ): Promise<{ status: number; body: never; headers: Headers }>;
  close(): Promise<void>;
}

/** A GitHub with the repository acme/shop, its three workflows on main, and a branch `topic` that is one commit ahead. */
export async function openSample(options: Partial<GitHubOptions> = {}): Promise<Sample> {
  const repository = await makeRepository({
    'README.md': 'Shop\n',
    'src/cart.ts': 'export const total = 1;\n',
    '.github/workflows/ci.yml': workflow,
    '.github/workflows/hang.yml': hang,
    '.github/workflows/deploy.yml': deploy,
  });
  await repository.switchTo('topic');
  await repository.commit('Change the cart', { 'src/cart.ts': 'export const total = 2;\n' });
  const repositories = { 'acme/shop': repository.folder };
  const github = await startGitHubServer({ repositories, teams: { ops: ['cy'] }, ...options });
  const tokens = new Map<string, string>();
  return {
    repository,
    github,
    async ask(method, path, body, as = 'ann') {
      const token = tokens.get(as) ?? github.token(as);
      tokens.set(as, token);
      const response = await fetch(`${github.url}${path}`, {
        method,
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json')
        ? (JSON.parse(text) as never)
        : (text as never);
      return { status: response.status, body: json, headers: response.headers };
    },
    async close() {
      await github.close();
      await repository.remove();
    },
  };
}

/** What a program that holds the App's key sends. */
export function appToken({ app }: GitHubServer): string {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (value: object) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  const said = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 60, exp: now + 540, iss: app.clientId })}`;
  return `${said}.${createSign('RSA-SHA256').update(said).sign(app.privateKey, 'base64url')}`;
}
