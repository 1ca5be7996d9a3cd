import type { ChatReceiver } from '../../../ports/chat-platform.ts';
import { UserEvent } from './schema.ts';
import type { Users } from './users.ts';

/** What Mattermost tells of people who did nothing here themselves. */
interface Members {
  /** [T18] The data of `user_updated`. Resolves once it is taken; at once where it takes nothing from them. */
  changed(data: unknown): Promise<void>;
}

export function createMembers(users: Users, receiver: ChatReceiver): Members {
  return {
    async changed(data) {
      const event = UserEvent.safeParse(data);
      if (!event.success) return;
      const by = await users.changed(event.data.user);
      // It does not say who is in our team, so that nobody is given rights by it. Whoever is a member again shows it when they next act.
      if (!by.member) await receiver.take({ type: 'member', by });
    },
  };
}
