import type { ChatReceiver } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { Call, SlackApi } from './api.ts';
import type { SlackConfig } from './config.ts';
import { readMissed } from './history.ts';
import type { Take } from './take.ts';

/** Reads what was missed, channel by channel. */
export interface CatchUp {
  /** From now on each channel has to be read again. */
  all(): void;
  /** Reads the channels that have to be. Rejects where Slack cannot be read now; a channel that Slack refuses holds up no other. */
  readonly read: () => Promise<void>;
  close(): void;
}

interface Around {
  readonly config: SlackConfig;
  readonly api: SlackApi;
  readonly take: Take;
  readonly receiver: ChatReceiver;
  /** A channel was refused, and has to be read another time. */
  readonly refused: () => void;
}

export function createCatchUp({ config, api, take, receiver, refused }: Around): CatchUp {
  const { clock, channels, log } = config;
  const unread = new Set<string>();
  const closing = new AbortController();

  /** Waits where Slack says so, and goes on with the same call: reading many threads takes more calls than Slack allows at once. */
  const patient: Call = async (method, args, answer) => {
    try {
      return await api.call(method, args, answer);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryAfterMs === undefined) throw error;
      await wait(error.retryAfterMs);
      return patient(method, args, answer);
    }
  };

  async function wait(ms: number): Promise<void> {
    const closed = () => new PlatformError('unavailable', 'closed');
    if (closing.signal.aborted) throw closed();
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        stop();
        reject(closed());
      };
      const stop = clock.after(ms, () => {
        closing.signal.removeEventListener('abort', end);
        resolve();
      });
      closing.signal.addEventListener('abort', end);
    });
  }

  async function readChannel(channel: string): Promise<void> {
    const missed = await readMissed(patient, channel, await receiver.since(channel), clock.now());
    if (missed.cut) log({ level: 'warn', text: 'more was said in Slack than is read at once; the oldest is left out' });
    for (const message of missed.messages) await take.said(channel, message, false);
    for (const message of missed.changed) await take.amended(channel, message);
  }

  return {
    all: () => channels.forEach((channel) => unread.add(channel)),
    async read() {
      for (const channel of [...unread]) {
        try {
          await readChannel(channel);
          unread.delete(channel);
        } catch (error) {
          if (!(error instanceof PlatformError) || error.fault !== 'refused') throw error;
          log({ level: 'warn', text: `the channel ${channel} cannot be read in Slack: ${error.vendorWord}` });
          refused();
        }
      }
    },
    close: () => closing.abort(),
  };
}
