import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../protocol/model/entry.ts';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { type GitHubServer, startGitHubServer } from '../support/github/server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';
import { until } from '../support/until.ts';
import { openWire, type WireClient } from '../support/wire.ts';

const workflow = `name: CI
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - name: Unit tests
        run: |
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
const branch = 'feat/login';
const settings = (github: GitHubServer, slack: SlackServer): string => `
github:
  apiUrl: ${github.url}
  clientId: ${github.app.clientId}
slack:
  channel: ${slack.channel('deploys')}
  apiUrl: ${slack.apiUrl}
rules:
  - allow: '*'
    to: [everyone]
`;

/** A team's bridge between a GitHub that runs workflows for real, and a Slack that remembers. */
describe('a branch in Slack, from red to merged', () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let github: GitHubServer;
  let slack: SlackServer;
  let bridge: BridgeProcess;
  let wire: WireClient | undefined;

  beforeAll(async () => {
    sandbox = createSandbox();
    repository = await makeRepository({
      'sum.js': 'ok\n',
      '.github/workflows/ci.yml': workflow,
      '.github/workflows/deploy.yml': deploy,
    });
    github = await startGitHubServer({ repositories: { 'acme/shop': repository.folder }, deviceIntervalMs: 50 });
    slack = await startSlack();
    await repository.git('remote', 'add', 'origin', `${github.url}/acme/shop.git`);
    github.environment({ name: 'staging', reviewers: ['ann', 'bo'] });
    const data = join(sandbox.root, 'data');
    await mkdir(data);
    await writeFile(join(data, 'shiproom.yaml'), settings(github, slack));
    bridge = await startBridge({
      sandbox,
      repository: repository.folder,
      env: {
        SHIPROOM_GITHUB_TOKEN: github.token('ann'),
        SHIPROOM_GITHUB_WEBHOOK_SECRET: 'hush',
        SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot,
        SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app,
      },
    });
    github.hooks.to({ url: `${new URL(bridge.page).origin}/hooks/github`, secret: 'hush' });
  }, 60_000);

  afterAll(async () => {
    await wire?.close();
    await bridge?.stop();
    await slack?.close();
    await github?.close();
    await repository?.remove();
    sandbox?.remove();
  });

  const ours = () => slack.shown('deploys').filter(({ user }) => user === slack.bot.userId);
  const card = () => ours()[0];
  const cardText = () => JSON.stringify(card()?.blocks ?? '');
  const shows = (words: string) => until(() => cardText().includes(words));
  const inThread = async () =>
    (await slack.messages('deploys')).filter(({ ts, thread_ts }) => thread_ts && thread_ts !== ts);
  const press = (user: string, label: string) => slack.press(user, 'deploys', card()?.ts ?? '', label);
  const heard = async ({ posts }: { readonly posts: readonly unknown[] }) => {
    await until(() => posts.length > 0);
    return JSON.stringify(posts);
  };
  const type = async (line: string) => heard(await slack.slash('ana', 'deploys', line));

  it('is one message that turns red with its failing test and a button; the rest is in its thread', async () => {
    await repository.switchTo(branch);
    await repository.commit('Add login', { 'sum.js': 'wrong\n' });
    await github.pushed(branch);
    await github.pulls.open({ head: branch, base: 'main', title: 'Add login', by: 'ann' });
    await shows('Rerun failed');
    await shows('adds');
    await until(async () => JSON.stringify(await inThread()).includes('went red'));
    expect(ours()).toHaveLength(1);
  }, 60_000);

  it('[T8] does nothing for somebody of whom GitHub knows nothing, and lets them show who they are', async () => {
    expect(await heard(await press('ana', 'Rerun failed'))).toContain('Link your account first');
    const told = await type('link');
    github.device.approve(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told)?.[0] ?? '', 'bo');
    await until(async () => (await type('link')).includes('You are @bo'));
  }, 60_000);

  it('is rerun by a button, once; the card says who did it, and the button is gone', async () => {
    expect(await heard(await press('ana', 'Rerun failed'))).toContain('Running what failed');
    await shows('reran what failed of CI #1');
    await until(() => github.repo.runs[0]?.attempts.length === 2);
    await until(() => cardText().includes('Rerun failed'));
  }, 60_000);

  it('is talked about by an editor that came in by pairing, in one thread; edits and deletions follow both ways', async () => {
    const code = /#code=([0-9a-f]+)/.exec(await type('pair'))?.[1];
    const client = await openWire(new URL(bridge.page).origin);
    wire = client;
    const device = { id: 'whole-way-1', name: 'VS Code' };
    const hello = await client.ask('session/hello', { protocol: 1, code, device, cursors: [] });
    expect(hello.result).toMatchObject({ person: { name: 'Ana', id: expect.stringContaining('slack:') } });
    const room = 'shop';
    const about = { repository: '127.0.0.1/acme/shop', branch };
    const mid = (number: number) => `01992f3e-8a55-7b01-b3c2-${number.toString(16).padStart(12, '0')}`;
    const said = await client.ask('feed/say', { mid: mid(1), room, text: 'I look into it', about });
    expect(said).toHaveProperty('result');
    await until(async () => JSON.stringify(await inThread()).includes('I look into it'));
    await client.ask('feed/amend', { mid: mid(2), room, offset: said.result?.['offset'], text: 'Bo looks into it' });
    await until(async () => JSON.stringify(await inThread()).includes('Bo looks into it'));
    expect(JSON.stringify(await inThread())).toContain('Ana');
    const reply = await slack.say('bo', 'deploys', 'so I do', card()?.ts);
    const news = (words: string) => client.until(({ params }) => JSON.stringify(params ?? '').includes(words));
    expect(JSON.stringify((await news('so I do')).params)).toContain(branch);
    await slack.edit('bo', 'deploys', reply, 'so I did');
    await news('so I did');
    await slack.delete('bo', 'deploys', reply);
    const isGone = (entry: Entry): boolean => entry.type === 'amended' && !entry.message;
    await client.until(({ params }) => ((params?.['entries'] ?? []) as Entry[]).some(isGone));
  }, 60_000);

  it('reaches the editor of whoever sends it there, and nobody else', async () => {
    const elsewhere = await slack.say('bo', 'quiet', 'the plan of the week');
    expect(await heard(await slack.shortcut('ana', 'quiet', elsewhere))).toContain('It is in your editor now');
    await wire?.until(({ params }) => JSON.stringify(params ?? '').includes('the plan of the week'));
  }, 60_000);

  it('asks the channel for an approval, which a button gives', async () => {
    await repository.commit('Mend', { 'sum.js': 'ok\n' });
    await github.pushed(branch);
    await shows('Passing');
    expect(await type(`ci run ${branch} --workflow Deploy`)).toContain('is queued');
    await shows('Approve staging');
    await until(() => ours().length === 2);
    expect(await heard(await press('ana', 'Approve staging'))).toContain('Approved');
    await shows('approved Deploy #1 to staging');
    await until(() => !cardText().includes('Approve staging'));
  }, 60_000);

  it('is merged, with two messages of ours in the channel', async () => {
    await github.pulls.merge(1, 'ann');
    await until(() => /merged/i.test(cardText()));
    const ofBranch = ours().filter(({ text }) => text.includes(branch));
    expect(ofBranch.map(({ text }) => text)).toEqual([
      expect.stringContaining('Merged'),
      expect.stringContaining('staging'),
    ]);
  }, 60_000);

  it('signs the editor out from the page in Slack, at once', async () => {
    await slack.openHome('ana');
    await slack.pressHome('ana', 'Sign out all');
    expect(await wire?.closed).toMatchObject({ code: 4301 });
  }, 60_000);
});
