import { createSlack } from '../../../bridge/adapters/chat/slack/index.ts';
import { describeChatPlatform } from '../../contract/chat-platform.ts';
import type { Seen } from '../../contract/chat-platform-bench.ts';
import type { SlackMessage } from '../../support/slack/messages.ts';
import { startSlack } from '../../support/slack/server.ts';
import { otherBot } from '../../support/slack/workspace.ts';
import { until } from './receiver.ts';
import { textOf } from './shown.ts';
import { slackClock } from './slack-bench.ts';

const names = { member: 'ana', guest: 'gus', stranger: 'sam', bot: otherBot.name };

/** What somebody sees of a message: a button that opens a page is one too. */
function seen(message: SlackMessage): Seen {
  const { ts, thread_ts, subtype, blocks = [] } = message;
  const elements = blocks.flatMap((block) => (block['elements'] ?? []) as { type: string; text?: { text: string } }[]);
  const buttons = elements.flatMap(({ type, text }) => (type === 'button' && text ? [text.text] : []));
  const calls = [...JSON.stringify(blocks).matchAll(/"type":"user","user_id":"(\w+)"|"range":"(\w+)"/g)];
  return {
    message: ts,
    ...(thread_ts === undefined || thread_ts === ts ? {} : { thread: thread_ts }),
    ...(subtype === 'thread_broadcast' ? { broadcast: true } : {}),
    text: textOf(message),
    buttons,
    calls: calls.map(([, user, range = '']) => user ?? range),
  };
}

describeChatPlatform('slack', async () => {
  const slack = await startSlack({ ackMs: 500 });
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: slack.apiUrl,
    clock: slackClock,
    log: () => {},
  });
  const authorOf = async (ts: string) => {
    const message = (await slack.messages('deploys')).find((each) => each.ts === ts);
    return message?.user === slack.bot.userId ? 'shiproom' : 'ana';
  };
  return {
    chat,
    channel: slack.channel('deploys'),
    user: (as) => slack.user(names[as]),
    say: (text, { as = 'member', thread } = {}) => slack.say(names[as], 'deploys', text, thread),
    async edit(message, text) {
      await slack.edit('ana', 'deploys', message, text);
      // The next event may come over the other socket, and sooner: Slack promises no order.
      await until(() => slack.deliveries.every(({ acked }) => acked));
    },
    remove: async (message) => slack.delete(await authorOf(message), 'deploys', message),
    async command(line, { as = 'member', thread } = {}) {
      if (thread === undefined) await slack.slash(names[as], 'deploys', line);
      else await slack.say(names[as], 'deploys', `<@${slack.bot.userId}> ${line}`, thread);
    },
    direct: async (text) => void (await slack.direct('ana', text)),
    async press(message, label, { as = 'member' } = {}) {
      if (message === 'home') await slack.pressHome(names[as], label);
      else await slack.press(names[as], 'deploys', message, label);
    },
    passOn: async (message) => void (await slack.shortcut('ana', 'deploys', message)),
    openHome: async () => slack.lookHome('ana'),
    home: async () => textOf({ text: '', blocks: slack.home('ana')?.blocks ?? [] }),
    standing: async () => (await slack.messages('deploys')).map(seen),
    directs: async () => (await slack.messages('@ana')).filter(({ bot_id }) => bot_id !== undefined).map(seen),
    whispers: async () => slack.whispers.map((each) => each.text),
    failNext(fault) {
      if (fault === 'limited') slack.limitNext('chat.postMessage', { retryAfter: 7 });
      if (fault === 'unsure') slack.loseNextReply('chat.postMessage');
      if (fault === 'unauthorised') slack.refuseNext('chat.postMessage', 'token_revoked');
    },
    async interrupt() {
      slack.refuseSockets(true);
      slack.dropSockets();
    },
    resume: async () => slack.refuseSockets(false),
    close: () => slack.close(),
  };
});
