import { createSlack } from '../../../bridge/adapters/chat/slack/index.ts';
import { describeChatPlatform } from '../../contract/chat-platform.ts';
import { otherBot } from '../../support/slack/workspace.ts';
import { startSlack } from '../../support/slack/server.ts';
import { textOf } from './shown.ts';
import { quickClock } from './receiver.ts';

const names = { member: 'ana', guest: 'gus', stranger: 'sam', bot: otherBot.name };

describeChatPlatform('slack', async () => {
  const slack = await startSlack({ ackMs: 500 });
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: slack.apiUrl,
    clock: quickClock,
    log: () => {},
  });
  let refused = false;
  return {
    chat,
    channel: slack.channel('deploys'),
    say: (text, { as = 'member', thread } = {}) => slack.say(names[as], 'deploys', text, thread),
    async command(line, { as = 'member', thread } = {}) {
      if (thread === undefined) await slack.slash(names[as], 'deploys', line);
      else await slack.say(names[as], 'deploys', `<@${slack.bot.userId}> ${line}`, thread);
    },
    async standing() {
      const messages = await slack.messages('deploys');
      return messages.map((each) => ({
        message: each.ts,
        ...(each.thread_ts === undefined || each.thread_ts === each.ts ? {} : { thread: each.thread_ts }),
        text: textOf(each),
      }));
    },
    whispers: async () => slack.whispers.map((each) => each.text),
    remove: (message) => slack.delete('shiproom', 'deploys', message),
    failNext(fault) {
      if (fault === 'limited') slack.limitNext('chat.postMessage', { retryAfter: 7 });
      if (fault === 'unsure') slack.loseNextReply('chat.postMessage');
      if (fault === 'unauthorised') slack.refuseNext('chat.postMessage', 'token_revoked');
    },
    async interrupt() {
      refused = true;
      slack.refuseSockets(refused);
      slack.dropSockets();
    },
    resume: async () => slack.refuseSockets(false),
    close: () => slack.close(),
  };
});
