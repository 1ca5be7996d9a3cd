import type { SlackApi } from './api.ts';
import { withoutScope } from './failure.ts';
import { OpenedConversation } from './schema.ts';

/** Where Slack posts what is meant for a place of ours: a person is named by their id alone, and the message goes to the app's conversation with them. */
export const addressee = (channel: string): string => channel.replace(/^@/, '');

/** Whether a place is one person's. */
export const isPerson = (channel: string): boolean => channel.startsWith('@');

const keptMost = 1000;

/** The conversations behind our places. All but posting is done by a conversation's own id. */
export interface Places {
  conversation(channel: string): Promise<string>;
  /** Slack has told which conversation a place is. */
  keep(channel: string, conversation: string): void;
}

export function createPlaces(api: SlackApi): Places {
  const kept = new Map<string, string>();

  function keep(channel: string, conversation: string): void {
    if (!isPerson(channel)) return;
    if (kept.size >= keptMost) kept.clear();
    kept.set(channel, conversation);
  }

  return {
    keep,
    async conversation(channel) {
      const known = isPerson(channel) ? kept.get(channel) : channel;
      if (known !== undefined) return known;
      const asked = api.call('conversations.open', { users: addressee(channel) }, OpenedConversation);
      const opened = await asked.catch(withoutScope);
      keep(channel, opened.channel.id);
      return opened.channel.id;
    },
  };
}
