import type { ChatPlatform, ChatReceiver } from '../../../ports/chat-platform.ts';
import type { SlackApi } from './api.ts';
import { createCatchUp } from './catch-up.ts';
import type { SlackConfig } from './config.ts';
import { whatHappened } from './events.ts';
import { Lane } from './lane.ts';
import { createQuestions } from './questions.ts';
import { Done } from './schema.ts';
import { type Envelope, SlackSocket, type SocketEars } from './socket.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createTake } from './take.ts';
import { createUsers } from './users.ts';
import { createWhispers } from './whisper.ts';
import { renderMessage } from './render-message.ts';

const patienceMs = 5_000;
/** What Slack had to send over a socket that was replaced has come over the other; history is read nevertheless, though not at each time. */
const soonMs = 30_000;
/** A channel that the bot is not in is looked at again: it may have been invited. */
const laterMs = 60_000;

/** Connects, and answers once there is a connection, or once it is clear that there is none for now. */
export async function openInlet(
  config: SlackConfig,
  api: SlackApi,
  receiver: ChatReceiver,
): ReturnType<ChatPlatform['open']> {
  const { clock, log, channels } = config;
  const users = createUsers(api, clock);
  const whispers = createWhispers(config, api);
  const questions = createQuestions({ clock, api, users, whispers, receiver });
  const take = createTake({ clock, api, users, receiver });
  const catchUp = createCatchUp({ config, api, take, receiver, refused: () => lane.behind(laterMs) });
  const lane = new Lane(clock, catchUp.read, (word) => {
    // Whatever came meanwhile is in history.
    catchUp.all();
    log({ level: 'warn', text: `what was said in Slack was not taken in: ${word}` });
  });

  let live = 0;
  const underWay = new Set<Promise<void>>();
  const alone = (asked: Promise<void>, what: string, ack: () => void) => {
    // Where it fails it is not acknowledged, so that Slack tells its author, or sends it again.
    const taking = asked.then(ack, () => log({ level: 'warn', text: `${what} was not taken in` }));
    underWay.add(taking);
    void taking.finally(() => underWay.delete(taking));
  };
  function heard({ type, body, again, ack }: Envelope): void {
    if (type === 'slash_commands') return alone(questions.slash(body), 'a slash command', ack);
    if (type === 'interactive') return alone(questions.interaction(body), 'a button or a shortcut', ack);
    const happened = type === 'events_api' ? whatHappened(body, channels) : undefined;
    switch (happened?.type) {
      case 'in-channel':
        return lane.push({ take: () => happened.tell(take, !again), ack });
      case 'direct':
        return alone(questions.direct(happened.event), 'a direct message', ack);
      case 'home':
        return alone(questions.homeOpened(happened.event), 'a look at the home', ack);
      default:
        ack();
    }
  }

  const openings = createOpenings(clock, config.openingsPerMinute ?? 1);
  const sockets = await connect(config, openings, {
    connected() {
      catchUp.all();
      lane.behind(live === 0 ? 0 : soonMs);
      live += 1;
    },
    gone: () => void (live -= 1),
    heard,
  });
  return {
    whisper: (to, reply) => whispers.whisper(to, reply),
    async showHome({ user: user_id }, home) {
      await api.call('views.publish', { user_id, view: renderHome(home) }, Done);
    },
    async close() {
      catchUp.close();
      openings.close();
      await Promise.all([...sockets.map((socket) => socket.close()), lane.close(), ...underWay]);
    },
  };
}

async function connect(config: SlackConfig, openings: Openings, ears: SocketEars): Promise<SlackSocket[]> {
  const { clock, sockets: count = 2 } = config;
  const sockets = Array.from({ length: count }, () => new SlackSocket(config, openings, ears));
  await new Promise<void>((resolve) => {
    const stop = clock.after(patienceMs, resolve);
    void Promise.race(sockets.map((socket) => socket.open())).finally(() => {
      stop();
      resolve();
    });
  });
  return sockets;
}
