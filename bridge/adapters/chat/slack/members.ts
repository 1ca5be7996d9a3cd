import type { ChatReceiver } from '../../../ports/chat-platform.ts';
import { UserInfo } from './schema.ts';
import type { Users } from './users.ts';

/** What Slack tells of people who did nothing here themselves. */
export interface Members {
  /** [T18] Somebody was changed. Resolves once it is taken; at once where it takes nothing from them. */
  changed(event: unknown): Promise<void>;
}

export function createMembers(users: Users, receiver: ChatReceiver): Members {
  return {
    async changed(event) {
      const change = UserInfo.safeParse(event);
      if (!change.success) return;
      const by = await users.changed(change.data.user);
      // Events keep no order, and come again: nobody is given rights by one of them. Whoever is a member again shows it when they next act.
      if (!by.member) await receiver.take({ type: 'member', by });
    },
  };
}
