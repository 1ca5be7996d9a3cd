import { afterEach, beforeEach } from 'vitest';
import type { SlackConfig, SlackLine } from '../../../bridge/adapters/chat/slack/config.ts';
import { createSlack } from '../../../bridge/adapters/chat/slack/index.ts';
import type { ChatLine, ChatPlatform } from '../../../bridge/ports/chat-platform.ts';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';
import { assertNoToken, createReceiver, quicker, until } from './receiver.ts';

/** What is asked of the server takes its real time, so that waits are shorter, and yet no shorter than that. */
const leastMs = 300;

/** Real time, with shorter waits. */
export const slackClock = {
  now: () => Date.now(),
  after(ms: number, work: () => void) {
    const timer = setTimeout(work, ms < 1_000 ? ms / quicker : Math.max(ms / quicker, leastMs));
    return () => clearTimeout(timer);
  },
};

/** A Slack of its own for each test of a file, and our adapter connected to it by Slack's real clients. */
export interface SlackBench {
  slack: SlackServer;
  readonly log: SlackLine[];
  connect(app?: ReturnType<typeof createReceiver>, more?: Partial<SlackConfig>): Promise<Connected>;
  /** Both sockets are open. */
  both(): Promise<void>;
}
interface Connected {
  readonly chat: ChatPlatform;
  readonly app: ReturnType<typeof createReceiver>;
  readonly line: ChatLine;
}

async function connectTo(
  bench: SlackBench,
  app: ReturnType<typeof createReceiver>,
  more: Partial<SlackConfig>,
): Promise<Connected> {
  const { slack, log } = bench;
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: slack.apiUrl,
    clock: slackClock,
    log: (line) => log.push(line),
    ...more,
  });
  return { chat, app, line: await chat.open(app.receiver) };
}

/** Call it at the top of a file of tests; read `slack` inside the tests. */
export function useSlack(): SlackBench {
  const closing: (() => Promise<void>)[] = [];
  const bench: SlackBench = {
    slack: undefined as unknown as SlackServer,
    log: [],
    async connect(app = createReceiver(), more = {}) {
      const connected = await connectTo(bench, app, more);
      closing.push(() => connected.line.close());
      return connected;
    },
    both: () => until(() => bench.slack.sockets() === 2),
  };
  beforeEach(async () => {
    bench.slack = await startSlack({ ackMs: 700 });
    bench.log.length = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    assertNoToken(bench.log);
    await bench.slack.close();
  });
  return bench;
}
