import { createSlack } from '../../bridge/adapters/chat/slack/index.ts';
import type { Pace } from '../../bridge/app/outbox/pace.ts';
import type { ChatPlatform } from '../../bridge/ports/chat-platform.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import type { Store } from '../../bridge/ports/store.ts';
import { openScene, type Scene } from '../app/outbox-scene.ts';
import { type ManualClock, manualClock } from '../support/clock.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';

/** A hung call is given up by the adapter after so long of the world's time; in the test's own, after `timeoutMs`. */
const hungMs = 30_000;
const timeoutMs = 250;

/** A chat whose calls are watched, and whose hung calls take the world's time. */
interface Watched extends ChatPlatform {
  /** Resolves when no call is under way but hung ones. */
  quiet(): Promise<void>;
  /** Calls that were made although we had been told to wait, each by its bucket. */
  readonly pressed: readonly string[];
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** `change` may take a guard away: it stands between the outbox and the chat. */
function watched(chat: ChatPlatform, clock: ManualClock, change: (error: unknown) => unknown = (e) => e): Watched {
  const active = new Set<Promise<unknown>>();
  const waitUntil = new Map<string, number>();
  const pressed: string[] = [];

  async function watch<T>(bucket: string, call: () => Promise<T>): Promise<T> {
    if ((waitUntil.get(bucket) ?? 0) > clock.now()) pressed.push(bucket);
    const calling = call();
    active.add(calling);
    try {
      return await calling;
    } catch (error) {
      active.delete(calling);
      const failure = error instanceof PlatformError ? error : undefined;
      if (failure?.retryAfterMs !== undefined) waitUntil.set(bucket, clock.now() + failure.retryAfterMs);
      if (failure?.vendorWord === 'timeout') await new Promise<void>((resolve) => void clock.after(hungMs, resolve));
      throw change(error);
    } finally {
      active.delete(calling);
    }
  }

  return {
    ...chat,
    pressed,
    post: (to, content) => watch(`post ${to.channel}`, () => chat.post(to, content)),
    edit: (posted, content) => watch('edit', () => chat.edit(posted, content)),
    find: (to, oid, sinceAt) => watch('find', () => chat.find(to, oid, sinceAt)),
    async quiet() {
      for (let still = 0; still < 4; still += 1) {
        if (active.size > 0) {
          await Promise.allSettled(active);
          still = 0;
        }
        await turn();
      }
    },
  };
}

export interface SlackScene extends Scene {
  readonly pressed: readonly string[];
  readonly slack: SlackServer;
  /** Lets time pass, in small steps, and what is called in each be answered before the next. */
  pass(ms: number): Promise<void>;
  /** What people read of our words in a channel, or in its threads, as it came: `m-1`, `m-2 (resent)`. */
  words(channel: string, where?: 'threads'): Promise<string[]>;
  close(): Promise<void>;
}

export interface SlackSceneOptions {
  readonly channels: readonly string[];
  readonly store?: Store;
  readonly pace?: (clock: ManualClock) => Pace;
  readonly change?: (error: unknown) => unknown;
  readonly cannot?: Partial<ChatPlatform['can']>;
}

/** The outbox with Slack's own client and a Slack that limits, on one clock. */
export async function openSlackScene(options: SlackSceneOptions): Promise<SlackScene> {
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const slack = await startSlack({ clock, tiers: true, channels: options.channels });
  const ids = options.channels.map((name) => slack.channel(name));
  const { bot: botToken, app: appToken } = slack.tokens;
  const adapter = createSlack({
    botToken,
    appToken,
    channels: ids,
    apiUrl: slack.apiUrl,
    clock,
    log: () => {},
    timeoutMs,
  });
  const chat = watched({ ...adapter, can: { ...adapter.can, ...options.cannot } }, clock, options.change);
  const scene = openScene({
    chat,
    clock,
    ...(options.store ? { store: options.store } : {}),
    ...(options.pace ? { pace: options.pace(clock) } : {}),
  });
  await scene.begin();
  return {
    ...scene,
    slack,
    pressed: chat.pressed,
    async pass(ms) {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        await clock.advance(Math.min(250, end - clock.now()));
        await chat.quiet();
      }
    },
    async words(channel, where) {
      const messages = await slack.messages(channel);
      const there = messages.filter(
        ({ thread_ts, ts }) => (thread_ts !== undefined && thread_ts !== ts) === (where === 'threads'),
      );
      return there.flatMap(({ text }) => /\bm-\d+(?:.*\(resent\))?/.exec(text ?? '')?.[0] ?? []);
    },
    async close() {
      await slack.close();
      await scene.stop();
    },
  };
}
