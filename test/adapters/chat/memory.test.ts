import { describe, expect, it } from 'vitest';
import { createMemoryChat } from '../../../bridge/adapters/chat/memory/index.ts';
import type { Standing } from '../../../bridge/adapters/chat/memory/board.ts';
import type { ChatUser, Outgoing } from '../../../bridge/ports/chat-platform.ts';
import { describeChatPlatform } from '../../contract/chat-platform.ts';
import type { ChatBench, Seen, Speaker } from '../../contract/chat-platform-bench.ts';
import { cardOf, createReceiver, messageOf, quickClock } from './receiver.ts';

const people: Record<Speaker, ChatUser> = {
  member: { team: 'T1', user: 'U1', name: 'Ana', bot: false, member: true },
  guest: { team: 'T1', user: 'U2', name: 'Guest', bot: false, member: false },
  stranger: { team: 'T2', user: 'U3', name: 'Stranger', bot: false, member: false },
  bot: { team: 'T1', user: 'B1', name: 'CI', bot: true, member: false },
};

/** A message as people would see it. */
function seen(each: Standing): Seen {
  const { message, thread, broadcast } = each;
  const where = { message, ...(thread === undefined ? {} : { thread }), ...(broadcast === true ? { broadcast } : {}) };
  if (!each.ours) return { ...where, text: each.said.content.text };
  const { content } = each;
  if (content.type === 'message')
    return { ...where, text: `${content.by ?? ''}: ${content.message.text}`, calls: called(content) };
  return { ...where, text: content.card.key.branch, buttons: content.buttons.map(({ label }) => label) };
}

/** Of those whom it may call, the ones whom it mentions. */
function called({ message, calls = [] }: Outgoing & { type: 'message' }): string[] {
  const lines = message.blocks.flatMap((block) => ('children' in block ? block.children : []));
  return calls
    .filter(({ person }) => lines.some((each) => each.type === 'mention' && each.person === person))
    .map(({ user }) => user);
}

const openBench = (options: Partial<Parameters<typeof createMemoryChat>[0]> = {}): ChatBench => {
  const chat = createMemoryChat({ clock: quickClock, channels: ['general'], ...options });
  const here = (channel: string) => chat.standing().filter((each) => each.channel === channel);
  return {
    chat,
    channel: 'general',
    user: (as) => people[as].user,
    say: (text, { as = 'member', ...where } = {}) => chat.say(text, { ...where, by: people[as] }),
    edit: (message, text) => chat.reword(message, text),
    remove: (message) => chat.remove(message),
    async command(line, { as = 'member', ...where } = {}) {
      await chat.command(line, { ...where, by: people[as] });
    },
    direct: async (text) => void (await chat.direct(text)),
    press: async (message, label, { as = 'member' } = {}) => void (await chat.press(message, label, people[as])),
    passOn: async (message) => void (await chat.passOn(message)),
    openHome: () => chat.openHome(),
    home: async () => JSON.stringify(chat.homes.get(people.member.user)),
    standing: async () => here('general').map(seen),
    directs: async () => here(`@${people.member.user}`).map(seen),
    whispers: async () => chat.whispers.map((each) => each.reply.text),
    failNext: (fault) => chat.failNext(fault, fault === 'limited' ? { retryAfterMs: 1_000 } : {}),
    interrupt: async () => chat.interrupt(),
    resume: () => chat.resume(),
    close: async () => {},
  };
};

describeChatPlatform('memory', async () => openBench());

describeChatPlatform('memory, without what a chat may lack', async () => {
  const {
    press: _press,
    passOn: _passOn,
    openHome: _openHome,
    home: _home,
    ...bench
  } = openBench({
    can: { buttons: false, home: false },
  });
  return bench;
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

  it('shows what a message says now to whoever reads it late', async () => {
    const chat = createMemoryChat({ clock: quickClock });
    const message = await chat.say('gren');
    await chat.reword(message, 'green');
    const app = createReceiver();
    await chat.open(app.receiver);
    expect(app.offered).toMatchObject([{ type: 'said', message, content: { text: 'green' } }]);
  });

  it('has no button to press but those that stand there', async () => {
    const chat = createMemoryChat({ clock: quickClock });
    const { message } = await chat.post({ channel: 'general' }, cardOf('o1', 'main'));
    await expect(chat.press(message, 'Rerun')).rejects.toThrow('no button Rerun');
    await expect(chat.press('home', 'Rerun')).rejects.toThrow('no button Rerun');
  });
});
