import { createMattermost } from '../../../bridge/adapters/chat/mattermost/index.ts';
import { messageId, postIdOf } from '../../../bridge/adapters/chat/mattermost/message-id.ts';
import { describeChatPlatform } from '../../contract/chat-platform.ts';
import type { Seen, Speaker } from '../../contract/chat-platform-bench.ts';
import { openFront } from '../../support/mattermost/front.ts';
import { readMattermost, seen } from '../../support/mattermost/markdown.ts';
import { startMattermost, type Who } from '../../support/mattermost/server.ts';
import { actionsOf, markdownOf } from '../../support/mattermost/shown.ts';
import type { MattermostPost } from '../../support/mattermost/site.ts';
import { quickClock } from './receiver.ts';

const names: Readonly<Record<Speaker, Who>> = { member: 'ana', guest: 'gus', stranger: 'sam', bot: 'ci' };
const slashToken = 'a-token-of-a-slash-command';

describeChatPlatform('mattermost', async () => {
  const mattermost = await startMattermost();
  const front = await openFront();
  const { site, people } = mattermost;
  const made = createMattermost({
    url: mattermost.url,
    token: mattermost.token,
    channels: [mattermost.channel],
    callbackUrl: front.url,
    slashToken,
    clock: quickClock,
    log: () => {},
    timeoutMs: 60_000,
  });
  const chat: typeof made = {
    ...made,
    async open(receiver) {
      const line = await made.open(receiver);
      front.door.serve = line.serve;
      return line;
    },
  };
  const show = (post: MattermostPost): Seen => {
    const root = site.posts.get(post.root_id);
    const called = markdownOf(post).flatMap((each) => readMattermost(each).calls);
    const ids = called.map((name) => Object.values(site.users).find(({ username }) => username === name)?.id ?? name);
    return {
      message: messageId(post),
      ...(root ? { thread: messageId(root) } : {}),
      text: markdownOf(post).map(seen).join('\n'),
      buttons: actionsOf(post).map(({ name }) => name),
      calls: ids,
    };
  };
  const ours = (post: MattermostPost) => post.user_id === site.users.shiproom.id;
  return {
    chat,
    channel: mattermost.channel,
    user: (as) => mattermost.user(names[as]),
    say: async (text, { as = 'member', thread } = {}) =>
      messageId(mattermost.say(names[as], text, thread === undefined ? '' : postIdOf(thread))),
    edit: async (message, text) => void mattermost.edit('ana', postIdOf(message), text),
    remove: async (message) => mattermost.delete(postIdOf(message)),
    async command(line, { as = 'member', thread } = {}) {
      if (thread === undefined) await people.slash(front.url, slashToken, mattermost.user(names[as]), line);
      else mattermost.say(names[as], `@shiproom ${line}`, postIdOf(thread));
    },
    direct: async (text) => void mattermost.write('ana', text),
    async press(message, label, { as = 'member' } = {}) {
      const post = site.posts.get(postIdOf(message));
      if (!post) throw new Error('there is no such post');
      await people.press(mattermost.user(names[as]), post, label);
      const dialog = people.dialogs.pop();
      if (dialog) await people.submit(dialog, dialog.user);
    },
    standing: async () => mattermost.standing().map(show),
    directs: async () => mattermost.direct('ana').filter(ours).map(show),
    whispers: async () => people.whispers.map(({ text }) => seen(text)),
    failNext(fault) {
      if (fault === 'limited') mattermost.limitNext('POST /posts');
      if (fault === 'unsure') mattermost.loseNextReply('POST /posts');
      if (fault === 'unauthorised') mattermost.refuseNext('POST /posts', 401, 'api.context.session_expired.app_error');
    },
    async interrupt() {
      mattermost.sockets.refusing = true;
      mattermost.sockets.drop();
    },
    resume: async () => void (mattermost.sockets.refusing = false),
    async close() {
      front.close();
      await mattermost.close();
    },
  };
});
