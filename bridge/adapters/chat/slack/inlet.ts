import type { ChatPlatform, ChatReceiver } from '../../../ports/chat-platform.ts';
import type { SlackApi } from './api.ts';
import { commandLine, namedUsers } from './command-line.ts';
import type { SlackConfig } from './config.ts';
import { readMissed } from './history.ts';
import { Lane } from './lane.ts';
import { EventBody, SlackMessage, SlashCommand } from './schema.ts';
import { type Envelope, SlackSocket, type SocketEars } from './socket.ts';
import { createTake } from './take.ts';
import { createUsers } from './users.ts';
import { createWhispers } from './whisper.ts';

/** [W8] Two, so that one is there while the other is replaced. */
const socketCount = 2;
const patienceMs = 5_000;

/** Connects, and answers once there is a connection, or once it is clear that there is none for now. */
export async function openInlet(
  config: SlackConfig,
  api: SlackApi,
  receiver: ChatReceiver,
): ReturnType<ChatPlatform['open']> {
  const { clock, log, channel } = config;
  const users = createUsers(api, clock);
  const whispers = createWhispers(config, api);
  const take = createTake(config, api, users, receiver);
  const lane = new Lane(clock, catchUp, (word) =>
    log({ level: 'warn', text: `what was said in Slack was not taken in: ${word}` }),
  );

  async function catchUp(): Promise<void> {
    const missed = await readMissed(api, channel, await receiver.since(channel), clock.now());
    if (missed.cut) log({ level: 'warn', text: 'more was said in Slack than is read at once; the oldest is left out' });
    for (const message of missed.messages) await take(message, false);
  }

  async function slash(body: unknown): Promise<void> {
    const { channel_id, user_id, text = '', trigger_id, response_url } = SlashCommand.parse(body);
    const id = `slash:${trigger_id}`;
    const [by, known] = await Promise.all([users.lookUp(user_id), users.names(namedUsers(text))]);
    whispers.expect(id, response_url);
    const line = commandLine(text, (user) => known.get(user) ?? user);
    await receiver.take({ type: 'command', id, channel: channel_id, by, line, at: clock.now() });
  }

  const underWay = new Set<Promise<void>>();
  function heard({ type, body, again, ...envelope }: Envelope): void {
    const message = type === 'events_api' ? messageIn(body, channel) : undefined;
    if (message) lane.push({ take: () => take(message, !again), ack: envelope.ack });
    else if (type !== 'slash_commands') envelope.ack();
    else {
      // Where it fails it is not acknowledged, so that Slack tells its author.
      const failed = () => log({ level: 'warn', text: 'a slash command was not taken in' });
      const taking = slash(body).then(envelope.ack, failed);
      underWay.add(taking);
      void taking.finally(() => underWay.delete(taking));
    }
  }

  const sockets = await connect(config, { connected: () => lane.behind(), heard });
  return {
    whisper: (command, reply) => whispers.whisper(command, reply),
    async close() {
      await Promise.all([...sockets.map((socket) => socket.close()), lane.close(), ...underWay]);
    },
  };
}

async function connect(config: SlackConfig, ears: SocketEars): Promise<SlackSocket[]> {
  const sockets = Array.from({ length: socketCount }, () => new SlackSocket(config, ears));
  await new Promise<void>((resolve) => {
    const stop = config.clock.after(patienceMs, resolve);
    void Promise.race(sockets.map((socket) => socket.open())).finally(() => {
      stop();
      resolve();
    });
  });
  return sockets;
}

/** The message in an event of our channel. A mention is a message too, and comes besides the other event of it. */
function messageIn(body: unknown, channel: string): SlackMessage | undefined {
  const parsed = EventBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { event } = parsed.data;
  if ((event.type !== 'message' && event.type !== 'app_mention') || event.channel !== channel) return undefined;
  return SlackMessage.safeParse(event).data;
}
