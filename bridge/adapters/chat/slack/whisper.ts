import type { Message } from '../../../../protocol/model/message.ts';
import type { Question } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { SlackApi } from './api.ts';
import { defaultTimeoutMs, type SlackConfig } from './config.ts';
import { addressee, isPerson } from './place.ts';
import { renderMessage } from './render-message.ts';
import { quiet } from './render.ts';
import { Done } from './schema.ts';

/** A response_url works for half an hour, says https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses. */
const validMs = 1_800_000;
const keptMost = 1000;

export interface Whispers {
  /** Notes where answers to what somebody asked go. An address that is not Slack's is not kept. */
  expect(id: string, url: string | undefined): void;
  /**
   * Answers to its author alone: to the response_url; where there is none by an ephemeral message in channel and thread, or plainly where
   * nobody else reads.
   */
  whisper(to: Question, reply: Message): Promise<void>;
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
    async whisper(to, reply) {
      const rendered = renderMessage(reply);
      const { channel, thread: thread_ts, by } = to;
      const address = addresses.get(to.id);
      if (address && address.until > clock.now()) {
        const body = { response_type: 'ephemeral', replace_original: false, thread_ts, ...rendered };
        return respond(address.url, body, AbortSignal.timeout(timeoutMs));
      }
      const alone = isPerson(channel) || (to.type === 'command' && to.direct === true);
      const args = { channel: addressee(channel), thread_ts, ...quiet, ...rendered };
      await (alone
        ? api.call('chat.postMessage', args, Done)
        : api.call('chat.postEphemeral', { ...args, user: by.user }, Done));
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
