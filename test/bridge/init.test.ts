import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import { init, type InitOptions } from '../../bridge/cli/init.ts';
import { loadSettings, slackSettings } from '../../bridge/config.ts';
import { readSecrets, withSecrets } from '../../bridge/secrets.ts';
import { countingIds } from '../support/clock.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { scriptedTerminal } from '../support/scripted-terminal.ts';
import { startMattermost } from '../support/mattermost/server.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';

let slack: SlackServer;
let repository: Repository;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  slack = await startSlack();
  repository = await makeRepository();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  slack.leave('deploys', false);
});
afterAll(async () => {
  await repository.remove();
  await slack.close();
});

const tokens = () => ({
  SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot,
  SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app,
});

interface Part {
  readonly settings?: string;
  readonly answers?: readonly (string | (() => string))[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly options?: Partial<InitOptions>;
}

/** Runs `shiproom init` in an empty data folder, or one with settings. */
async function run({ settings, answers, environment = {}, options = {} }: Part) {
  const data = await mkdtemp(join(tmpdir(), 'shiproom-init-'));
  closers.push(() => rm(data, { recursive: true }));
  if (settings !== undefined) await writeFile(join(data, 'shiproom.yaml'), settings);
  const said: string[] = [];
  const terminal = answers && scriptedTerminal(answers);
  const calling = {
    cwd: repository.folder,
    platform: process.platform,
    environment: { PATH: process.env['PATH'], HOME: data, ...environment },
    pid: process.pid,
    node: process.versions.node,
    terminal,
    say: (line: string) => void said.push(line),
  };
  const wish = {
    data,
    name: 'Shiproom',
    webUrl: 'https://github.com',
    slackApiUrl: slack.apiUrl,
    ...options,
  };
  const failed = await init(calling, wish, { clock: systemClock(), ids: countingIds() }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const text = said.join('\n');
  for (const token of Object.values(tokens())) {
    expect(text).not.toContain(token);
    expect(JSON.stringify(terminal?.asked ?? [])).not.toContain(token);
    expect(failed ?? '').not.toContain(token);
  }
  return { data, failed, text, asked: terminal?.asked ?? [], files: (await readdir(data)).toSorted() };
}

/** What the bridge would start with. */
async function started(data: string) {
  const environment = withSecrets({}, await readSecrets(data));
  return slackSettings(await loadSettings(join(data, 'shiproom.yaml'), false), environment);
}

describe('shiproom init', () => {
  it('asks for the two tokens and the channel, tries them, and writes what the bridge starts with', async () => {
    const channel = slack.channel('deploys');
    const { data, failed, text, asked, files } = await run({
      settings: '# ours\nroom:\n  name: Web # stays\n',
      answers: ['', slack.tokens.bot, slack.tokens.app, channel, ''],
    });
    expect(failed).toBeUndefined();
    expect(asked.map(({ hidden }) => hidden)).toEqual([false, true, true, false, false]);
    expect(text).toContain('https://api.slack.com/apps?new_app=1&manifest_json=');
    expect(text).toContain('✓ Store is made when the bridge first starts.');
    expect(text).toMatch(/Start the bridge in your clone of Shiproom, by\n {2}npm start -- --repo '/);
    expect(files).toEqual(['secrets.yaml', 'shiproom.yaml']);
    const written = await readFile(join(data, 'shiproom.yaml'), 'utf8');
    expect(written).toContain('# ours\nroom:\n  name: Web # stays\n');
    expect(written).not.toMatch(/xoxb|xapp/);
    expect(await started(data)).toMatchObject({
      botToken: slack.tokens.bot,
      appToken: slack.tokens.app,
      channels: [channel],
    });
  });

  it('keeps the tokens where only their user can read them', async () => {
    const { data } = await run({
      answers: ['slack', slack.tokens.bot, slack.tokens.app, slack.channel('deploys'), ''],
    });
    expect((await stat(join(data, 'secrets.yaml'))).mode & 0o777).toBe(0o600);
  });

  it('asks again for what does not work, says why, and waits until the bot is invited', async () => {
    const channel = slack.channel('deploys');
    slack.leave('deploys');
    const invited = () => {
      slack.leave('deploys', false);
      return '';
    };
    const { data, failed, text } = await run({
      answers: [
        'slack',
        'xoxp-1-2-3-abc',
        slack.tokens.bot,
        slack.tokens.bot,
        slack.tokens.app,
        '#deploys',
        channel,
        invited,
        '',
      ],
    });
    expect(failed).toBeUndefined();
    expect(text).toContain('✗ Slack bot token is of another kind: it begins with xoxp-.');
    expect(text).toContain('✗ Slack app-level token is of another kind: it begins with xoxb-.');
    expect(text).toContain('✗ “#deploys” is not the id of a channel.');
    expect(text).toContain('→ In Slack, open the channel and type /invite @shiproom.');
    expect(await started(data)).toMatchObject({ channels: [channel] });
  });

  it('tries the same token again where Enter is pressed', async () => {
    slack.refuseNext('auth.test', 'missing_scope');
    const { failed } = await run({
      answers: ['slack', slack.tokens.bot, '', slack.tokens.app, slack.channel('deploys'), ''],
    });
    expect(failed).toBeUndefined();
  });

  it.each([0, 1, 2, 3])('leaves nothing behind where somebody leaves after %d answers', async (count) => {
    const all = ['slack', slack.tokens.bot, slack.tokens.app, slack.channel('deploys')];
    const { failed, files } = await run({ answers: all.slice(0, count) });
    expect(failed).toBe('left.');
    expect(files).toEqual([]);
  });

  it('runs without anybody, by options and the environment, whose tokens it leaves there', async () => {
    const { data, failed, files } = await run({
      environment: tokens(),
      options: { chat: 'slack', channel: slack.channel('deploys') },
    });
    expect(failed).toBeUndefined();
    expect(files).toEqual(['shiproom.yaml']);
    expect(slackSettings(await loadSettings(join(data, 'shiproom.yaml'), false), tokens())).toBeDefined();
  });

  it('keeps tokens of the environment where that is wished', async () => {
    const { data, failed } = await run({
      environment: tokens(),
      options: { chat: 'slack', channel: slack.channel('deploys'), saveTokens: true },
    });
    expect(failed).toBeUndefined();
    expect(await started(data)).toMatchObject({ botToken: slack.tokens.bot });
  });

  it.each<[string, Part, string]>([
    ['a token', { options: { chat: 'slack' } }, 'Set SHIPROOM_SLACK_BOT_TOKEN, or run this in a terminal.'],
    ['a chat that there is', { options: { chat: 'irc' } }, '--chat is slack, mattermost, none, and not “irc”.'],
  ])('names what it lacks where nobody is there to be asked: %s', async (_, part, message) => {
    const { failed, files } = await run(part);
    expect(failed).toContain(message);
    expect(files).toEqual([]);
  });

  it('names the channel as what is lacking, and says of a bad token why it is bad', async () => {
    expect((await run({ environment: tokens(), options: { chat: 'slack' } })).failed).toBe(
      'Name the channel by --channel C0123ABCD.',
    );
    slack.refuseNext('auth.test', 'token_revoked');
    const { failed, files } = await run({ environment: tokens(), options: { chat: 'slack', channel: 'C0123ABCD' } });
    expect(failed).toMatch(/^Slack bot token was revoked\. Make a new one/);
    expect(files).toEqual([]);
  });

  it('finds what is set up already, and asks for nothing but what does not work any more', async () => {
    const first = await run({ answers: ['slack', slack.tokens.bot, slack.tokens.app, slack.channel('deploys'), ''] });
    const settings = await readFile(join(first.data, 'shiproom.yaml'), 'utf8');
    const { failed, asked } = await run({ settings, environment: tokens(), answers: ['', ''] });
    expect(failed).toBeUndefined();
    expect(asked.map(({ question }) => question)).toEqual([
      expect.stringContaining('Which chat'),
      expect.stringContaining('GitHub App'),
    ]);
  });

  it('writes no token where the settings could not be read with it', async () => {
    const { failed, files } = await run({
      settings: 'rooms:\n  name: Web\n',
      answers: ['slack', slack.tokens.bot, slack.tokens.app, slack.channel('deploys'), ''],
    });
    expect(failed).toContain('shiproom.yaml:2:3: “rooms” is not a setting');
    expect(files).toEqual(['shiproom.yaml']);
  });

  it('does the same for Mattermost', async () => {
    const mattermost = await startMattermost();
    closers.push(() => mattermost.close());
    const { url, token, channel } = mattermost;
    const { data, failed, text, asked } = await run({
      answers: ['mattermost', 'http://chat.example.com', url, 'wrong-token', token, 'town-square', channel, ''],
    });
    expect(failed).toBeUndefined();
    expect(text).toContain('✗ “http://chat.example.com” is not an address that a token may go to.');
    expect(text).toContain('✗ Mattermost token is not accepted');
    expect(text).toContain('✗ “town-square” is not the id of a channel.');
    expect(text + JSON.stringify(asked)).not.toContain(token);
    expect(await loadSettings(join(data, 'shiproom.yaml'), false)).toEqual({ mattermost: { url, channel } });
    expect(await readSecrets(data)).toEqual({ SHIPROOM_MATTERMOST_TOKEN: token });
  });
});
