import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import { init } from '../../bridge/cli/init.ts';
import type { Calling } from '../../bridge/cli/options.ts';
import { runLine } from '../../bridge/cli/run.ts';
import { why } from '../../bridge/cli/why.ts';
import { Unusable } from '../../bridge/unusable.ts';
import { countingIds } from '../support/clock.ts';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { device } from '../support/samples.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';
import { until } from '../support/until.ts';
import { openWire } from '../support/wire.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');

const clock = systemClock();

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let sandbox: Sandbox;
let repository: Repository;
let slack: SlackServer;
let bridge: BridgeProcess | undefined;
beforeEach(async () => {
  sandbox = createSandbox();
  repository = await makeRepository();
  await repository.git('remote', 'add', 'origin', 'git@example.com:Acme/Web.git');
  slack = await startSlack();
});
afterEach(async () => {
  await bridge?.stop();
  bridge = undefined;
  await slack.close();
  await repository.remove();
  sandbox.remove();
});

interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}
const place = () => ({ repo: repository.folder, data: join(sandbox.root, 'data') });

/** Runs a verb of the program to its end, for this repository's bridge. */
async function program(...args: string[]): Promise<Ended> {
  const { repo, data } = place();
  const tools = { cwd: sandbox.root, env: sandbox.env, timeout: 20_000 };
  try {
    const command = [main, ...args, '--repo', repo, '--data', data];
    const { stdout, stderr } = await run(process.execPath, command, tools);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** The same within this process, which is quicker. */
async function verb(act: (calling: Calling) => Promise<unknown>): Promise<Ended> {
  const said: string[] = [];
  const { platform, pid } = process;
  try {
    await act({
      cwd: sandbox.root,
      platform,
      environment: sandbox.env,
      pid,
      node: process.versions.node,
      say: (line) => void said.push(line),
    });
    return { code: 0, out: said.join('\n'), err: '' };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { code: 1, out: said.join('\n'), err: error.message };
  }
}
const ask = (what: string, json = false) => verb((calling) => why(calling, what, { ...place(), json }));
const explain = (line: string) => verb((calling) => runLine(calling, `explain ${line}`, place()));

/** A bridge that shows its room in a channel. */
async function start(): Promise<void> {
  const settings = `slack: { channel: ${slack.channel('deploys')}, apiUrl: "${slack.apiUrl}" }\n`;
  writeFileSync(join(sandbox.root, 'shiproom.yaml'), settings);
  const env = { SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot, SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app };
  const args = ['--config', join(sandbox.root, 'shiproom.yaml')];
  bridge = await startBridge({ sandbox, repository: repository.folder, args, env });
}

/** The owner says something in the room; answers its number. */
async function say(text: string): Promise<number> {
  const { origin, hash } = new URL(bridge?.link ?? '');
  const client = await openWire(origin);
  const params = { protocol: 1, code: hash.replace('#code=', ''), device: { id: device(), name: 'test' }, cursors: [] };
  await client.ask('session/hello', params);
  const mid = '00000000-0000-7000-8000-000000000001';
  const { result } = await client.ask('feed/say', { mid, room: 'web', text });
  await client.close();
  return Number(result?.['offset']);
}

const link = (ts: string) => `https://acme.slack.com/archives/${slack.channel('deploys')}/p${ts.replace('.', '')}`;

describe('shiproom why', () => {
  it('says where a message went, by its number and by its link, while the bridge runs and after it has ended', async () => {
    await start();
    const offset = await say('hello from the room');
    let ts = '';
    await until(async () => {
      ts = (await slack.messages('deploys')).find(({ text }) => text.includes('hello from the room'))?.ts ?? '';
      return ts !== '';
    });
    await until(async () => (await ask(`#${offset}`)).out.includes(`as ${ts}`));
    const told = await ask(`#${offset}`);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toMatch(/^entry #1: what .* said:$/m);
    expect(told.out).toMatch(new RegExp(`result +slack ${slack.channel('deploys')}: posted at .*, as ${ts}`));
    expect((await ask(link(ts))).out).toBe(told.out);
    expect(JSON.parse((await ask(link(ts), true)).out)).toMatchObject({ lines: [{ verdict: 'posted' }] });

    expect(await bridge?.stop()).toBe(0);
    expect((await ask(link(ts))).out).toBe(told.out);
    const none = await program('why', 'feat/none');
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no branch “feat/none”') });
    expect(none.err.trim().split('\n')).toHaveLength(1);
  });

  it('runs a line of the bot for “explain”, and says where no bridge runs', async () => {
    expect(await explain('#1')).toMatchObject({ code: 1, err: expect.stringContaining('No bridge runs') });
    await start();
    const { code, out, err } = await explain('feat/none');
    expect({ code, lines: out + err }).toMatchObject({ lines: expect.stringContaining('feat/none') });
  });

  it('says so where no bridge has run yet', async () => {
    expect(await ask('main')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No bridge has run here yet'),
    });
  });
});

describe('shiproom doctor, as a program', () => {
  it('ends with 1 where something is wrong, and leaves the running bridge its connections', async () => {
    await start();
    await until(() => slack.sockets() > 0);
    const sockets = slack.sockets();
    const env = { SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot, SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app };
    Object.assign(sandbox.env, env);
    const config = ['--config', join(sandbox.root, 'shiproom.yaml')];
    const well = await program('doctor', ...config);
    expect(well).toMatchObject({ code: 0, err: '' });
    expect(well.out).toContain('✓ Slack connection is left to the bridge that runs.');
    expect(slack.sockets()).toBe(sockets);
    // What was set up while it runs counts once it is started again.
    const again = await verb((calling) =>
      init(calling, { ...place(), chat: 'none', name: '', webUrl: '' }, { clock, ids: countingIds() }),
    );
    expect(again.out).toContain(`A bridge runs (process ${bridge?.pid})`);
    expect(again.out).toMatch(/Your link, for ten minutes: http:\/\/127\.0\.0\.1:\d+\/join#code=[0-9a-f]{32}/);
    slack.leave('deploys');
    const bad = await program('doctor', ...config);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('✗ Slack');
    expect(bad.out).toContain('  → In Slack, open the channel and type /invite @shiproom.');
    expect(bad.out).not.toContain(slack.tokens.bot);
  });
});
