import type { Message } from '../../../protocol/model/message.ts';
import { bounded, message, paragraph, say } from '../../domain/prose.ts';
import type { ChatLine, ChatPlatform, Question } from '../../ports/chat-platform.ts';
import type { NewEntry } from '../../ports/store.ts';
import { homeOf } from './home.ts';
import { decide } from '../decide.ts';
import { devicesOf } from '../people/devices.ts';
import { personOf } from '../people/identities.ts';
import { sha256 } from '../outcome.ts';
import { runLine } from '../lines/run-line.ts';
import { threadOf } from './threads.ts';
import type { World } from '../world.ts';

/** How long after it was asked for a chat's command may still be run. */
const commandLifeMs = 60_000;

/**
 * Takes in what somebody of a chat wants done. Resolves once it is committed that this is the one time that it is done ([W2]); the answer goes
 * out to them alone when it is there. A repeat of the delivery does nothing.
 */
export async function receiveAsked(
  world: World,
  platform: ChatPlatform,
  event: Question,
  line: () => Promise<ChatLine>,
): Promise<void> {
  // A line may hold a code, which nobody is to find in the store ([T6]).
  const hash = sha256(event.type === 'passed-on' ? event.message : event.line);
  const decided = await decide(world, async () => ({
    change: {
      at: world.clock.now(),
      key: { id: `chat/${platform.id}/${event.type}/${event.id}`, hash },
      outcome: { state: 'taken' },
    },
    answer: () => undefined,
  }));
  if (decided.state !== 'done') return;
  reply(world, platform, event, line).catch((error: unknown) =>
    world.log.warn('somebody of the chat was not answered', { platform: platform.id, type: event.type, error }),
  );
}

async function reply(
  world: World,
  platform: ChatPlatform,
  event: Question,
  line: () => Promise<ChatLine>,
): Promise<void> {
  const answer = event.type === 'passed-on' ? await passOn(world, platform, event) : await run(world, platform, event);
  const open = await line();
  if (answer) await open.whisper(event, answer);
  // A button of somebody's own page may have changed what the page says.
  if (event.type === 'pressed' && event.message === undefined && platform.can.home)
    await open.showHome(event.by, await homeOf(world, platform, event.by));
}

async function run(
  world: World,
  platform: ChatPlatform,
  event: Extract<Question, { type: 'command' | 'pressed' }>,
): Promise<Message | undefined> {
  if (event.by.bot) return say('Bots may not run commands.');
  const { person, asker } = await personOf(world, platform.id, event.by);
  const hangsOn = event.type === 'pressed' ? (event.message ?? event.thread) : event.thread;
  const about = await threadOf(world, platform.id, {
    channel: event.channel,
    ...(hangsOn === undefined ? {} : { thread: hangsOn }),
  });
  const now = world.clock.now();
  const outcome = await runLine(
    world,
    person,
    { ...asker, elsewhere: isElsewhere(world, platform, event) },
    {
      mid: `${platform.id}/${event.id}`,
      room: world.home,
      line: event.line,
      expiresAt: Math.min(event.at, now) + commandLifeMs,
      about,
      from: { platform: platform.id, by: event.by },
    },
  );
  if (!outcome.ok) return say(outcome.refusal.message ?? refusals[outcome.refusal.slug] ?? 'That did not work.');
  // Whoever wanted everybody to read the answer reads it there too.
  const published = outcome.value.offset !== undefined && /(^|\s)(--|[—–])here(\s|$)/.test(event.line);
  return published ? undefined : outcome.value.reply;
}

/** [T18] A command is typed wherever the platform lets somebody type one; what changes something is taken in the room's own channels, or alone with us. */
const isElsewhere = (
  world: World,
  platform: ChatPlatform,
  event: Extract<Question, { type: 'command' | 'pressed' }>,
): boolean =>
  event.type === 'command' &&
  event.direct !== true &&
  !world.routing.channels.some(({ platform: of, channel }) => of === platform.id && channel === event.channel);

/** What a chat reads where a refusal has no words of its own. */
const refusals: Partial<Record<string, string>> = {
  expired: 'That took too long to arrive and was not run. Ask again.',
  indeterminate: 'The bridge stopped in the middle of this. Look before you ask again.',
};

/** Brings a message into the editor of whoever asked, for nobody else to read: they may read more of the chat than the room does. */
async function passOn(
  world: World,
  platform: ChatPlatform,
  event: Extract<Question, { type: 'passed-on' }>,
): Promise<Message> {
  if (!event.by.member || event.by.bot) return say('Only members of the team can do that.');
  const { person } = await personOf(world, platform.id, event.by);
  if (!world.roster.isHere(person.id) && (await devicesOf(world, person.id)).length === 0)
    return say('You have no editor signed in here yet. Say “pair” for a link that connects one, then send it again.');
  await decide(world, async () => {
    const at = world.clock.now();
    const words = bounded(message(paragraph(`${event.author} wrote:`), ...event.content.blocks));
    const entry: NewEntry = {
      type: 'said',
      at,
      by: { type: 'person', person },
      message: words,
      to: person.id,
      origin: { platform: platform.id, channel: event.channel, message: event.message },
    };
    return { change: { at, entries: [{ room: world.home, entry }] }, answer: () => undefined };
  });
  return say('It is in your editor now.');
}
