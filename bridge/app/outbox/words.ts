import type { Entry } from '../../../protocol/model/entry.ts';
import type { Message } from '../../../protocol/model/message.ts';
import type { Person } from '../../../protocol/model/person.ts';
import { unknown } from '../../domain/delivery.ts';
import { code, say, type Words } from '../../domain/prose.ts';
import type { Delivery } from '../../ports/store.ts';
import type { World } from '../world.ts';

/** Why a chat did not take something, and what to do about it, by the chat's word for it. */
const advice: readonly (readonly [word: RegExp, advice: string])[] = [
  [/^not_in_channel$|not.*member/, 'Shiproom is not in that channel: invite it there, then say it again.'],
  [
    /channel_not_found/,
    'There is no such channel, or it is private and Shiproom is not in it: invite it there, or mend the route.',
  ],
  [/archived/, 'That channel is archived: take it out of the archive, or route this elsewhere.'],
  [/too_(long|many|large)|msg_blocks/, 'It is too long for one message: say it in parts.'],
  [
    /restricted|not_allowed|permission|forbidden/,
    'Who may post there is restricted: ask whoever looks after that chat to let Shiproom post.',
  ],
  [/^cannot_edit$/, 'That chat lets nobody change a message that stands.'],
  [/^no_such_chat$/, 'That chat is not set up here any more: ask whoever looks after the bridge, or say it elsewhere.'],
  [/^no_such_/, 'What it was to show is not there any more.'],
  [/thread|message_not_found/, 'What it was an answer to is not there any more: say it again.'],
  [
    new RegExp(`^${unknown}$`),
    'The connection broke in the middle, so it may stand there or not: look before you say it again.',
  ],
];

/** Why something was not posted, in words, with the next step. */
const reasonWords = (reason: string): string =>
  advice.find(([word]) => word.test(reason))?.[1] ??
  'It was refused for good: ask whoever set up the bridge to look into its log.';

/** What a chat is called. */
const chatName = (world: World, platform: string): string =>
  world.names.get(platform) ?? `${platform.slice(0, 1).toUpperCase()}${platform.slice(1)}`;

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** [C1] What is told of something that could not be posted, to whoever said it. `entry` is what it tells of, where that is kept. */
export function deadWords(
  world: World,
  delivery: Delivery,
  reason: string,
  { sender, entry }: { readonly sender?: Person | undefined; readonly entry?: Entry | undefined },
): Message {
  const what = whatOf(delivery.task, entry, sender, world.clock.now() - delivery.queuedAt);
  const lead: Words = sender
    ? [{ type: 'mention', text: `@${sender.name}`, person: sender.id }, `, ${what}`]
    : [`${what.slice(0, 1).toUpperCase()}${what.slice(1)}`];
  const chat = chatName(world, delivery.task.platform);
  return say([...lead, ` was not posted to ${chat}. ${reasonWords(reason)} (`, code(reason.slice(0, 200)), ')']);
}

function whatOf(task: Delivery['task'], entry: Entry | undefined, sender: Person | undefined, ageMs: number): string {
  switch (task.type) {
    case 'mirror':
      return `the card of ${task.card.branch}`;
    case 'digest':
      return 'a digest';
    case 'message': {
      if (!task.message) return 'a message that was taken back';
      // Their author may take such words back: they stand nowhere but in the entry itself.
      const theirs = entry ? entry.type === 'said' : task.by !== undefined;
      if (!theirs) return `“${shorten(task.message.text)}”`;
      return `what ${sender ? 'you' : (task.by ?? 'a bot')} said ${ago(ageMs)}${entry ? ` (#${entry.offset})` : ''}`;
    }
  }
}

function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** [C6] What is told once when a chat does not accept us any more. */
export const pausedWords = (world: World, platform: string, word: string): Message =>
  say([
    `${chatName(world, platform)} does not accept Shiproom’s credentials (`,
    code(word),
    '). Nothing is lost: what is to be posted there waits until whoever set up the bridge has renewed them.',
  ]);

export const resumedWords = (world: World, platform: string): Message =>
  say(`${chatName(world, platform)} accepts Shiproom again: what has waited is being posted.`);
