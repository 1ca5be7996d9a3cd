import type { Message } from '../../../../protocol/model/message.ts';
import type { ChatEvent } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { SlackApi } from './api.ts';
import { defaultTimeoutMs, type SlackConfig } from './config.ts';
import { renderMessage } from './render-message.ts';
import { quiet } from './render.ts';
import { Done } from './schema.ts';

type Command = ChatEvent & { type: 'command' };

/** A response_url works for half an hour, says https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses. */
const validMs = 1_800_000;
const keptMost = 1000;

export interface Whispers {
  /** Notes where answers to a slash command go. An address that is not Slack's is not kept. */
  expect(id: string, url: string | undefined): void;
  /** Answers to its author alone: to the response_url, or where there is none by an ephemeral message in channel and thread. */
  whisper(command: Command, reply: Message): Promise<void>;
}

/** [T16] Slack's own host, or whatever stands for Slack in the configuration: nothing else is called at a message's word. */
export function isSlackAddress(url: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return origin === 'https://hooks.slack.com' || (apiUrl !== undefined && origin === new URL(apiUrl).origin);
}

export function createWhispers(config: SlackConfig, api: SlackApi): Whispers {
  const { clock, apiUrl, timeoutMs = defaultTimeoutMs } = config;
  const addresses = new Map<string, { readonly url: string; readonly until: number }>();

  return {
    expect(id, url) {
      if (url === undefined || !isSlackAddress(url, apiUrl)) return;
      if (addresses.size >= keptMost) addresses.clear();
      addresses.set(id, { url, until: clock.now() + validMs });
    },
    async whisper(command, reply) {
      const rendered = renderMessage(reply);
      const address = addresses.get(command.id);
      if (address && address.until > clock.now()) {
        const body = { response_type: 'ephemeral', replace_original: false, ...rendered };
        return respond(address.url, body, AbortSignal.timeout(timeoutMs));
      }
      const { channel, thread: thread_ts, by } = command;
      await api.call('chat.postEphemeral', { channel, thread_ts, user: by.user, ...quiet, ...rendered }, Done);
    },
  };
}

async function respond(url: string, body: unknown, signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal } as const;
  const response = await fetch(url, request).catch(() => {
    throw new PlatformError('unsure', 'no_answer');
  });
  await response.body?.cancel();
  if (response.status === 429) throw new PlatformError('limited', 'ratelimited', 1000);
  if (response.status >= 500) throw new PlatformError('unsure', `http_${response.status}`);
  if (!response.ok) throw new PlatformError('refused', `http_${response.status}`);
}
