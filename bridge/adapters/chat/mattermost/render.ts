import type { Outgoing, Place } from '../../../ports/chat-platform.ts';
import type { MattermostApi } from './api.ts';
import type { Attachment } from './attachment.ts';
import { postIdOf } from './message-id.ts';
import type { Offers } from './offers.ts';
import { renderCard } from './render-card.ts';
import { renderMessage } from './render-message.ts';
import type { Users } from './users.ts';

/** A post as it goes to Mattermost. */
export interface Rendered {
  readonly message: string;
  readonly props: { readonly shiproom_oid: string; readonly attachments: readonly Attachment[] };
}

export interface Renderer {
  /** What we post, or show instead. Nothing in it calls or links anybody but whom and what the content itself does. */
  render(content: Outgoing): Promise<Rendered>;
  /** What stands below a message that is in the channel, and belongs to a thread. */
  pointer(to: Place): string;
}

export function createRenderer(api: MattermostApi, users: Users, offers: Offers): Renderer {
  async function message(content: Extract<Outgoing, { readonly type: 'message' }>): Promise<string> {
    const names = await Promise.all(
      (content.calls ?? []).map(async ({ person, user }) => [person, (await users.lookUp(user)).username] as const),
    );
    const called = new Map(names.flatMap(([person, name]) => (name === undefined ? [] : [[person, name] as const])));
    return renderMessage(content.message, { ...content, called });
  }

  return {
    async render(content) {
      const props = { shiproom_oid: content.oid, attachments: [] };
      if (content.type === 'message') return { message: await message(content), props };
      const { username } = await api.whoAmI();
      const action = offers.action.bind(undefined, content.oid);
      return {
        message: '',
        props: { ...props, attachments: [renderCard(content.card, content.buttons, action, username)] },
      };
    },
    pointer: ({ thread, broadcast }) =>
      // Leads to the post in whichever team it is. https://docs.mattermost.com/collaborate/share-links.html
      broadcast && thread !== undefined ? `\n[To the thread](${api.url}/_redirect/pl/${postIdOf(thread)})` : '',
  };
}
