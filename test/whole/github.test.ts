import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../protocol/model/card.ts';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { type GitHubServer, startGitHubServer } from '../support/github/server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { openWire, type WireClient } from '../support/wire.ts';

const workflow = `name: CI
on:
  push:
  workflow_dispatch:
    inputs:
      level: { type: choice, options: [quick, full], default: quick, required: true }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo built
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - name: Unit tests
        run: |
          echo "level \${{ inputs.level }}"
          if grep -q wrong sum.js; then
            echo "::error file=sum.js,line=1,title=adds::expected 3, got 4"
            exit 1
          fi
`;
const deploy = `name: Deploy
on: workflow_dispatch
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - run: echo shipped
`;
const about = { repository: '127.0.0.1/acme/shop', branch: 'feat/login' };

/** A team's bridge on a GitHub that runs workflows for real, told by its deliveries. */
describe('a branch on GitHub, from its push to its green run', () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let github: GitHubServer;
  let bridge: BridgeProcess;
  let wire: WireClient;
  let mids = 0;

  beforeAll(async () => {
    sandbox = createSandbox();
    repository = await makeRepository({
      'sum.js': 'ok\n',
      '.github/workflows/ci.yml': workflow,
      '.github/workflows/deploy.yml': deploy,
    });
    github = await startGitHubServer({ repositories: { 'acme/shop': repository.folder } });
    await repository.git('remote', 'add', 'origin', `${github.url}/acme/shop.git`);
    github.environment({ name: 'staging', reviewers: ['ann'] });
    const data = join(sandbox.root, 'data');
    await mkdir(data);
    await writeFile(join(data, 'shiproom.yaml'), `github:\n  apiUrl: ${github.url}\n`);
    bridge = await startBridge({
      sandbox,
      repository: repository.folder,
      env: { SHIPROOM_GITHUB_TOKEN: github.token('ann'), SHIPROOM_GITHUB_WEBHOOK_SECRET: 'hush' },
    });
    const page = new URL(bridge.page);
    github.hooks.to({ url: `${page.origin}/hooks/github`, secret: 'hush' });
    wire = await openWire(page.origin);
    const hello = await wire.ask('session/hello', {
      protocol: 1,
      code: page.hash.slice('#code='.length),
      device: { id: 'whole-way-1', name: 'Test' },
      cursors: [],
    });
    if (hello.error) throw new Error(hello.error.message);
  }, 60_000);

  afterAll(async () => {
    await wire?.close();
    await bridge?.stop();
    await github?.close();
    await repository?.remove();
    sandbox?.remove();
  });

  const run = async (line: string) => {
    mids += 1;
    const mid = `01992f3e-8a55-7b01-b3c2-${mids.toString(16).padStart(12, '0')}`;
    const answer = await wire.ask('command/run', { mid, room: 'shop', line, about, expiresAt: Date.now() + 30_000 });
    const reply = answer.result?.['reply'] as { text: string } | undefined;
    return answer.error?.message ?? reply?.text ?? '';
  };
  /** The branch's card once it is as wanted. */
  const card = async (fits: (card: Card) => boolean): Promise<Card> => {
    const frame = await wire.until(({ method, params }) => {
      const told = params?.['card'] as Card | undefined;
      return method === 'card/changed' && told?.key.branch === about.branch && fits(told);
    });
    return frame.params?.['card'] as Card;
  };

  it('turns red with the failing test by its name, its jobs and steps, and the pull request with what it waits for', async () => {
    await repository.switchTo(about.branch);
    await repository.commit('Add login', { 'sum.js': 'wrong\n' });
    await github.pushed(about.branch);
    await github.pulls.open({ head: about.branch, base: 'main', title: 'Add login', by: 'bo' });
    const red = await card(({ ci }) => ci[0]?.state === 'failed' && ci[0].failures.length > 0);
    expect(red.ci[0]).toMatchObject({
      provider: 'github-actions',
      workflow: 'CI',
      failures: [{ file: 'sum.js', line: 1, triage: 'new' }],
    });
    expect(red.ci[0]?.jobs?.map(({ name, state }) => [name, state])).toEqual([
      ['build', 'passed'],
      ['test', 'failed'],
    ]);
    const told = await card(({ forge }) => forge?.pullRequest?.state === 'open');
    expect(told.forge?.pullRequest).toMatchObject({ title: 'Add login', author: 'bo' });
    expect(await run('pr')).toContain('Add login');
  }, 60_000);

  it('is refused what was asked for another commit, and reruns what failed at this one', async () => {
    expect(await run(`ci rerun --failed --at ${'0'.repeat(40)}`)).toContain('by now');
    const { commit } = (await card(({ ci }) => ci[0]?.state === 'failed')).ci[0] ?? { commit: '' };
    expect(await run(`ci rerun --failed --at ${commit}`)).toContain('Running what failed of CI again');
    const again = await card(({ ci }) => ci[0]?.attempt === 2 && ci[0].state === 'failed');
    expect(again.ci[0]?.jobs?.map(({ name }) => name)).toEqual(['build', 'test']);
  }, 60_000);

  it('is mended by a push, and says so once', async () => {
    await repository.commit('Mend', { 'sum.js': 'ok\n' });
    await github.pushed(about.branch);
    await card(({ ci }) => ci[0]?.state === 'passed');
    const fixed = await wire.until(
      ({ method, params }) => method === 'feed/entries' && JSON.stringify(params).includes('"fixed"'),
    );
    expect(JSON.stringify(fixed.params)).toContain('is green again');
  }, 60_000);

  it('starts a workflow with inputs of its types, and gives its log by step', async () => {
    const listed = await wire.ask('run/workflows', { room: 'shop', about });
    expect(listed.result).toMatchObject({
      workflows: [
        { name: 'CI', inputs: [{ name: 'level', type: 'choice', options: ['quick', 'full'], default: 'quick' }] },
        { name: 'Deploy', inputs: [] },
      ],
    });
    expect(await run('ci run --workflow CI --input level=slow')).toContain('is one of quick, full');
    expect(await run('ci run --workflow CI --input level=full')).toContain('is queued for feat/login');
    const done = await card(({ ci }) =>
      ci.some((each) => each.event === 'workflow_dispatch' && each.state === 'passed'),
    );
    const started = done.ci.find((each) => each.event === 'workflow_dispatch');
    const test = started?.jobs?.find(({ name }) => name === 'test');
    const log = await wire.ask('run/log', { run: started?.run, job: test?.id, from: 0 });
    expect(log.result?.['text']).toContain('level full');
    expect(log.result?.['text']).toMatch(/^##\[step passed\] Unit tests$/m);
  }, 60_000);

  it('waits for an approval, and goes on when it is given', async () => {
    expect(await run('ci run --workflow Deploy')).toContain('is queued');
    const waiting = await card(({ ci }) => ci.some(({ gates }) => (gates?.length ?? 0) > 0));
    const gated = waiting.ci.find(({ gates }) => (gates?.length ?? 0) > 0);
    expect(gated?.gates).toMatchObject([{ environment: 'staging', approvers: ['ann'] }]);
    expect(await run(`ci approve ${gated?.run} staging --comment "ship it"`)).toContain('Approved: Deploy');
    const shipped = await card(({ ci }) => ci.some((each) => each.run === gated?.run && each.state === 'passed'));
    expect(shipped.ci.find((each) => each.run === gated?.run)?.decisions).toMatchObject([{ verdict: 'approved' }]);
  }, 60_000);

  it('is merged', async () => {
    await github.pulls.merge(1, 'ann');
    const merged = await card(({ forge }) => forge?.pullRequest?.state === 'merged');
    expect(merged.forge?.merged).toBe(true);
  }, 60_000);
});
