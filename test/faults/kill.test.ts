import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startSlack, type SlackServer } from '../support/slack/server.ts';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { type EditorSession, openEditorSession } from '../support/editor-session.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { BranchName, RepositoryId } from '../../protocol/model/ids.ts';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 3);
const repositoryId = RepositoryId.parse('example.com/acme/web');
const about = { repository: repositoryId, branch: BranchName.parse('main') };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let sandbox: Sandbox;
let repository: Repository;
let bridge: BridgeProcess | undefined;
let editor: EditorSession | undefined;
let slack: SlackServer | undefined;

beforeEach(async () => {
  sandbox = createSandbox();
  repository = await makeRepository({ 'README.md': 'web\n' });
  await repository.git('remote', 'add', 'origin', 'git@example.com:acme/web.git');
});
afterEach(async () => {
  editor?.session.close();
  await bridge?.stop();
  await slack?.close();
  [bridge, editor, slack] = [undefined, undefined, undefined];
  await repository.remove();
  sandbox.remove();
});

const settings = (text: string): string => {
  const file = join(sandbox.root, 'shiproom.yaml');
  writeFileSync(file, text);
  return file;
};
const start = async (port: number, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  (bridge = await startBridge({ sandbox, repository: repository.folder, port, args, env }));
const portOf = (link: string) => Number(new URL(link).port);
/** The processes that work in a folder. */
const processesIn = (folder: string): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
const online = (session: EditorSession, times: number) =>
  until(
    () =>
      session.events.filter((event) => event.type === 'connection' && event.connection.state === 'online').length >=
      times,
  );

it('[F1] kill -9 while people speak loses nothing that was acknowledged, and editors come back by themselves', async () => {
  const { link } = await start(0);
  const port = portOf(link);
  editor = openEditorSession(link);
  const { session } = editor;
  await online(editor, 1);
  let said = 0;
  for (let round = 1; round <= rounds; round += 1) {
    // So many are under way when the bridge dies: some are kept and acknowledged, some only kept, some neither.
    const burst = Array.from({ length: 40 }, () => session.say(`line ${(said += 1)}`));
    await Promise.all(burst);
    await until(() => session.pending().length < 40);
    await bridge?.stop('SIGKILL');
    await start(port);
    await online(editor, round + 1);
    await until(() => session.pending().length === 0);
  }
  await until(() => session.room()?.entries.at(-1)?.offset === said);
  const entries = session.room()?.entries ?? [];
  const sent = Array.from({ length: said }, (_, index) => index + 1);
  expect(entries.map((entry) => [entry.offset, entry.type === 'said' ? entry.message.text : ''])).toEqual(
    sent.map((number) => [number, `line ${number}`]),
  );
});

it('kill -9 during a CI run leaves no process and no worktree, and the run is interrupted', async () => {
  const marker = join(sandbox.root, 'running');
  const config = settings(`ci:\n  test: ['sh', '-c', 'sleep 600 & touch "${marker}"; wait']\n`);
  const { link } = await start(0, ['--config', config]);
  editor = openEditorSession(link);
  await online(editor, 1);
  const reply = await editor.session.run('ci run main', about);
  expect(reply).toMatchObject({ ok: true });
  await until(() => existsSync(marker));
  const worktrees = join(sandbox.root, 'data', 'worktrees');
  expect(readdirSync(worktrees)).toHaveLength(1);
  expect(processesIn(worktrees).length).toBeGreaterThan(0);
  await bridge?.stop('SIGKILL');
  expect(processesIn(worktrees).length).toBeGreaterThan(0);
  await start(portOf(link), ['--config', config]);
  await until(() => editor?.session.room()?.cards[0]?.ci[0]?.state === 'interrupted');
  expect(processesIn(worktrees)).toEqual([]);
  expect(readdirSync(worktrees)).toEqual([]);
  expect((await repository.git('worktree', 'list')).split('\n')).toHaveLength(1);
  await until(() =>
    editor?.session.room()?.entries.some((entry) => entry.type === 'turned' && entry.turn === 'interrupted'),
  );
});

it('[C5] kill -9 right after Slack has taken a card leaves one card there, which is edited from then on', async () => {
  slack = await startSlack();
  const { apiUrl, tokens } = slack;
  const config = settings(
    `slack:\n  channel: ${slack.channel('deploys')}\n  apiUrl: ${apiUrl}\nci:\n  test: ['true']\n`,
  );
  const env = { SHIPROOM_SLACK_BOT_TOKEN: tokens.bot, SHIPROOM_SLACK_APP_TOKEN: tokens.app };
  // Slack takes the post, and its answer never comes: the bridge dies while it waits.
  slack.loseNextReply('chat.postMessage', 'hang');
  const { link } = await start(0, ['--config', config], env);
  editor = openEditorSession(link);
  await online(editor, 1);
  await editor.session.run('ci run main', about);
  const posts = () => slack?.calls.filter((call) => call.method === 'chat.postMessage').length ?? 0;
  await until(() => posts() === 1);
  await bridge?.stop('SIGKILL');
  await start(portOf(link), ['--config', config], env);
  await until(() => slack?.calls.some((call) => call.method === 'chat.update'));
  const cards = (await slack.messages('deploys')).filter(
    (message) => message.user === slack?.bot.userId && (message.thread_ts ?? message.ts) === message.ts,
  );
  expect(cards).toHaveLength(1);
});
