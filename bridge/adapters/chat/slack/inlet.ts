import type { ChatPlatform, ChatReceiver } from '../../../ports/chat-platform.ts';
import type { SlackApi } from './api.ts';
import { createCatchUp } from './catch-up.ts';
import type { SlackConfig } from './config.ts';
import { createHeard } from './heard.ts';
import { Lane } from '../../messages/lane.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createMembers } from './members.ts';
import { createQuestions } from './questions.ts';
import { renderHome } from './render-home.ts';
import { Done } from './schema.ts';
import { SlackSocket, type SocketEars } from './socket.ts';
import { createTake } from './take.ts';
import { createUsers } from './users.ts';
import { createWhispers } from './whisper.ts';

const patienceMs = 5_000;
/** What Slack had to send over a socket that was replaced has come over the other; history is read nevertheless, though not at each time. So is a channel that the bot was not in. */
const soonMs = 30_000;

/** Connects, and answers once there is a connection, or once it is clear that there is none for now. */
export async function openInlet(
  config: SlackConfig,
  api: SlackApi,
  receiver: ChatReceiver,
): ReturnType<ChatPlatform['open']> {
  const { clock, log } = config;
  const users = createUsers(api, clock);
  const whispers = createWhispers(config, api);
  const questions = createQuestions({ clock, api, users, whispers, receiver });
  const take = createTake({ clock, api, users, receiver });
  const catchUp = createCatchUp({ config, api, take, receiver, refused: () => lane.behind(soonMs) });
  const lane = new Lane(clock, catchUp.read, (word) => {
    // Whatever comes meanwhile is in history.
    catchUp.all();
    log({ level: 'warn', text: `what was said in Slack was not taken in: ${word}` });
  });
  const ears = createHeard({ config, lane, take, questions, members: createMembers(users, receiver) });
  const missed = (inMs: number) => {
    catchUp.all();
    lane.behind(inMs);
  };

  let live = 0;
  const openings = createOpenings(clock, config.openingsPerMinute ?? 1);
  const sockets = await connect(config, openings, {
    connected() {
      missed(live === 0 ? 0 : soonMs);
      live += 1;
      receiver.hears?.(true);
    },
    gone() {
      live -= 1;
      if (live === 0) receiver.hears?.(false);
    },
    unreadable: () => missed(soonMs),
    heard: (envelope) => ears.heard(envelope),
  });
  if (live === 0) receiver.hears?.(false);
  return {
    whisper: (to, reply) => whispers.whisper(to, reply),
    async showHome({ user: user_id }, home) {
      await api.call('views.publish', { user_id, view: renderHome(home) }, Done);
    },
    async close() {
      catchUp.close();
      openings.close();
      await Promise.all([...sockets.map((socket) => socket.close()), lane.close(), ears.settled()]);
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
