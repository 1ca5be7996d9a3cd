import { describe, expect, it } from 'vitest';
import { createMemoryChat } from '../../../bridge/adapters/chat/memory/index.ts';
import type { ChatUser } from '../../../bridge/ports/chat-platform.ts';
import { describeChatPlatform, type Speaker } from '../../contract/chat-platform.ts';
import { messageOf, quickClock } from './receiver.ts';

const people: Record<Speaker, ChatUser> = {
  member: { team: 'T1', user: 'U1', name: 'Ana', bot: false, member: true },
  guest: { team: 'T1', user: 'U2', name: 'Guest', bot: false, member: false },
  stranger: { team: 'T2', user: 'U3', name: 'Stranger', bot: false, member: false },
  bot: { team: 'T1', user: 'B1', name: 'CI', bot: true, member: false },
};

describeChatPlatform('memory', async () => {
  const chat = createMemoryChat({ clock: quickClock, channels: ['general'] });
  return {
    chat,
    channel: 'general',
    say: (text, { as = 'member', ...where } = {}) => chat.say(text, { ...where, by: people[as] }),
    async command(line, { as = 'member', ...where } = {}) {
      await chat.command(line, { ...where, by: people[as] });
    },
    async standing() {
      return chat.standing().map((each) => ({
        message: each.message,
        ...(each.thread === undefined ? {} : { thread: each.thread }),
        text: each.ours
          ? each.content.type === 'card'
            ? each.content.card.key.branch
            : `${each.content.by ?? ''}: ${each.content.message.text}`
          : each.said.content.text,
      }));
    },
    whispers: async () => chat.whispers.map((each) => each.reply.text),
    remove: async (message) => chat.remove(message),
    failNext: (fault) => chat.failNext(fault, fault === 'limited' ? { retryAfterMs: 1_000 } : {}),
    interrupt: async () => chat.interrupt(),
    resume: () => chat.resume(),
    close: async () => {},
  };
});

describe('the memory chat', () => {
  it('shows what stands, with the number of edits', async () => {
    const chat = createMemoryChat({ clock: quickClock });
    const posted = await chat.post({ channel: 'general' }, messageOf('o1', 'one'));
    await chat.edit(posted, messageOf('o1', 'two'));
    expect(chat.standing()).toMatchObject([{ ours: true, edits: 1, content: { message: { text: 'two' } } }]);
  });

  it('fails as asked, once, and then goes on', async () => {
    const chat = createMemoryChat({ clock: quickClock });
    const post = () => chat.post({ channel: 'general' }, messageOf('o1', 'one'));
    chat.failNext('unsure', { happened: false });
    await expect(post()).rejects.toMatchObject({ fault: 'unsure' });
    expect(chat.standing()).toEqual([]);
    await post();
    expect(chat.standing()).toHaveLength(1);
  });
});
