import type { ChatReceiver } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { SlackApi } from './api.ts';
import type { SlackConfig } from './config.ts';
import { readMissed } from './history.ts';
import { createPatient } from './patient.ts';
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
  const patient = createPatient(api.call, clock);
  const known = new Set<string>();
  let unread = new Set<string>();

  /** Nobody wants to read this each time. */
  function say(text: string): void {
    if (!known.has(text)) log({ level: 'warn', text });
    known.add(text);
  }

  async function readChannel(channel: string): Promise<void> {
    const missed = await readMissed(patient.call, channel, await receiver.since(channel), clock.now());
    if (missed.cut) log({ level: 'warn', text: 'more was said in Slack than is read at once; the oldest is left out' });
    for (const message of missed.messages) await take.said(channel, message, false);
    for (const message of missed.changed) await take.amended(channel, message);
  }

  return {
    all: () => (unread = new Set(channels)),
    async read() {
      const round = unread;
      unread = new Set();
      for (const channel of round) {
        try {
          await readChannel(channel);
        } catch (error) {
          if (!(error instanceof PlatformError) || error.fault !== 'refused') throw error;
          say(`the channel ${channel} cannot be read in Slack: ${error.vendorWord}`);
          unread.add(channel);
          refused();
        }
      }
    },
    close: () => patient.close(),
  };
}
