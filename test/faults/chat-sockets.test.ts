import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlackConfig } from '../../bridge/adapters/chat/slack/config.ts';
import { createSlack } from '../../bridge/adapters/chat/slack/index.ts';
import type { ChatLine } from '../../bridge/ports/chat-platform.ts';
import type { Button } from '../../protocol/model/button.ts';
import { cardOf, createReceiver, until } from '../adapters/chat/receiver.ts';
import { manualClock } from '../support/clock.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';

const minute = 60_000;
const startAt = 1_700_000_000_000;
/** What may be opened at once, before the sustained pace counts. */
const spare = 6;
const claim: Button = { type: 'run', key: 'claim/main', label: 'I am on it', line: 'claim main' };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Slack and the bridge on one clock, which only the test moves. */
async function scene(how: Pick<SlackConfig, 'sockets' | 'openingsPerMinute'> = {}) {
  const clock = manualClock(startAt);
  const slack = await startSlack({ clock });
  closing.push(() => slack.close());
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: slack.apiUrl,
    clock,
    log: () => {},
    ...how,
  });
  const app = createReceiver();
  const line: ChatLine = await chat.open(app.receiver);
  closing.push(async () => {
    const closed = line.close();
    // A goodbye that nobody answers is given up by the clock.
    await clock.advance(minute);
    await closed;
  });
  await until(() => slack.sockets() === (how.sockets ?? 2));
  const card = await chat.post({ channel: slack.channel('deploys') }, cardOf('o1', 'main', [claim]));
  const said: string[] = [];
  let presses = 0;
  let unanswered = 0;

  /** Somebody presses a button and says something. What Slack itself refuses, since there is no socket, its author sees; the words stand in history. */
  async function happen(): Promise<void> {
    presses += 1;
    const lives = slack.sockets() > 0;
    const before = app.all('pressed').length;
    const press = slack.press('ana', 'deploys', card.message, claim.label).then(
      () => true,
      () => false,
    );
    said.push(await slack.say('bo', 'deploys', `message ${said.length}`));
    if (!lives) unanswered += 1;
    else await until(() => app.all('pressed').length > before);
    await (lives ? press : undefined);
  }

  /** Time passes, a little at a time; between, whatever is under way over real sockets comes to its end. */
  async function pass(ms: number, stepMs = 1_000): Promise<void> {
    for (let gone = 0; gone < ms; gone += stepMs) {
      await clock.advance(stepMs);
      await quiet(slack);
    }
  }
  const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').map(({ at }) => at);
  return { clock, slack, app, said, happen, pass, opened, presses: () => presses, unanswered: () => unanswered };
}
type Scene = Awaited<ReturnType<typeof scene>>;

/** Nothing moved on the server for some turns of the loop: there is no event for that. */
async function quiet(slack: SlackServer): Promise<void> {
  const state = () => `${slack.calls.length} ${slack.deliveries.length} ${slack.sockets()} ${slack.handshakes()}`;
  let before = '';
  for (let still = 0; still < 3; ) {
    await new Promise((resolve) => void setTimeout(resolve, 1));
    still = before === state() ? still + 1 : 0;
    before = state();
  }
}

/** All that was said came in, once, whichever way. */
async function expectAll({ app, said, pass }: Scene): Promise<void> {
  for (let minutes = 0; minutes < 5 && app.said().length < said.length; minutes += 1) await pass(minute, 5_000);
  expect(
    app
      .said()
      .map(({ message }) => message)
      .toSorted(),
  ).toEqual(said);
}

/** The most that was opened beyond one a minute, from any moment on. */
function beyondPace(times: readonly number[]): number {
  const counts = times.flatMap((from, first) =>
    times.slice(first).map((to, index) => index + 1 - Math.floor((to - from) / minute)),
  );
  return Math.max(...counts);
}

async function refreshes(how: Parameters<typeof scene>[0] = {}) {
  const here = await scene(how);
  for (let round = 0; round < 100; round += 1) {
    here.slack.refreshSockets({ one: true, warning: round % 2 === 0 });
    await here.happen();
    await here.pass(6_000, 2_000);
  }
  return here;
}

async function handshakesRefused(how: Parameters<typeof scene>[0] = {}) {
  const here = await scene(how);
  here.slack.refuseHandshakes(409);
  here.slack.refreshSockets({ one: true });
  for (let round = 0; round < 30; round += 1) {
    await here.happen();
    await here.pass(10_000, 2_000);
  }
  here.slack.refuseHandshakes();
  return here;
}

describe('[F36] Slack’s sockets', () => {
  it('[F36] are refreshed 100 times in ten minutes: nothing is lost, and no more than one a minute is opened in the long run', async () => {
    const here = await refreshes();
    expect(beyondPace(here.opened())).toBeLessThanOrEqual(spare);
    expect(here.app.all('pressed')).toHaveLength(here.presses() - here.unanswered());
    await expectAll(here);
  }, 60_000);

  it('[F36] twin: without the pace they are opened as often as Slack refreshes them', async () => {
    const here = await refreshes({ openingsPerMinute: Infinity });
    expect(beyondPace(here.opened())).toBeGreaterThan(spare * 10);
  }, 60_000);

  it('[F36] are refused by the handshake for five minutes: the one that lives hears all', async () => {
    const here = await handshakesRefused();
    expect(here.unanswered()).toBe(0);
    expect(here.app.all('pressed')).toHaveLength(30);
    expect(here.app.said()).toHaveLength(30);
    await here.pass(3 * minute, 5_000);
    expect(here.slack.sockets()).toBe(2);
    expect(beyondPace(here.opened())).toBeLessThanOrEqual(spare);
  }, 60_000);

  it('[F36] twin: one socket alone hears nothing meanwhile', async () => {
    const here = await handshakesRefused({ sockets: 1 });
    expect(here.unanswered()).toBe(30);
  }, 60_000);

  it('[F36] are too many: the one that got in hears all, and the other is tried once in a while', async () => {
    const here = await scene();
    here.slack.crowdSockets(9);
    here.slack.refreshSockets({ one: true });
    for (let round = 0; round < 30; round += 1) {
      await here.happen();
      await here.pass(10_000, 2_000);
    }
    expect(here.unanswered()).toBe(0);
    expect(beyondPace(here.opened())).toBeLessThanOrEqual(spare);
    here.slack.crowdSockets(0);
    await here.pass(3 * minute, 5_000);
    expect(here.slack.sockets()).toBe(2);
    await expectAll(here);
  }, 60_000);
});

describe('[F36] a process that listens to Slack', () => {
  async function listening(how: 'ours' | 'bare') {
    const slack = await startSlack();
    closing.push(() => slack.close());
    const script = join(import.meta.dirname, 'chat-sockets-process.ts');
    const args = [script, how, slack.apiUrl, slack.tokens.bot, slack.tokens.app, slack.channel('deploys')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    closing.push(async () => void child.kill('SIGKILL'));
    const heard: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => heard.push(line));
    await until(() => heard.includes('connected') && slack.sockets() > 0);
    // https://docs.slack.dev/reference/events/app_rate_limited/ : it has no event inside.
    const payload = { token: 'none', type: 'app_rate_limited', team_id: slack.team, minute_rate_limited: 1 };
    slack.sendRaw(JSON.stringify({ envelope_id: 'e1', type: 'events_api', payload }));
    return { slack, child, heard };
  }

  it('[F36] goes on where Slack sends what its client cannot read', async () => {
    const { slack, child, heard } = await listening('ours');
    for (const text of ['no JSON', '{"type":"events_api"}', '{"type":"events_api","envelope_id":"e2","payload":7}'])
      slack.sendRaw(text);
    await slack.say('ana', 'deploys', 'still there?');
    await until(() => heard.includes('still there?'));
    expect(child.exitCode).toBeNull();
  }, 20_000);

  it('[F36] twin: with the client as it comes it ends', async () => {
    const { child } = await listening('bare');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(1);
  }, 20_000);
});
