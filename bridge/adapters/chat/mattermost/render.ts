import type { Outgoing } from '../../../ports/chat-platform.ts';
import type { MattermostApi } from './api.ts';
import type { Attachment } from './attachment.ts';
import { postIdOf } from './message-id.ts';
import type { Offers } from './offers.ts';
import { renderCard } from './render-card.ts';
import { renderMessage } from './render-message.ts';
import type { Post } from './schema.ts';
import type { Users } from './users.ts';

/** A post as it goes to Mattermost. */
export interface Rendered {
  readonly message: string;
  readonly props: Readonly<Record<string, unknown>> & { readonly attachments: readonly Attachment[] };
}

/**
 * What we post, or show instead. Nothing in it calls or links anybody but whom and what the content itself does. A message that stands in the
 * channel, and belongs to a thread, leads there.
 */
export type Renderer = (content: Outgoing, thread?: string) => Promise<Rendered>;

/** The thread to which a post of ours leads. */
export function leadsTo({ props }: Post): string | undefined {
  const thread = props?.['shiproom_thread'];
  return typeof thread === 'string' ? thread : undefined;
}

export function createRenderer(api: MattermostApi, users: Users, offers: Offers): Renderer {
  async function message(content: Extract<Outgoing, { readonly type: 'message' }>): Promise<string> {
    const names = await Promise.all(
      (content.calls ?? []).map(async ({ person, user }) => [person, (await users.lookUp(user)).username] as const),
    );
    const called = new Map(names.flatMap(([person, name]) => (name === undefined ? [] : [[person, name] as const])));
    return renderMessage(content.message, { ...content, called });
  }

  /** Leads to the post in whichever team it is. https://docs.mattermost.com/collaborate/share-links.html */
  const pointer = (thread: string): string => `\n[To the thread](${api.url}/_redirect/pl/${postIdOf(thread)})`;

  return async (content, thread) => {
    const props = { shiproom_oid: content.oid, attachments: [] };
    if (content.type === 'message') {
      const said = await message(content);
      return thread === undefined
        ? { message: said, props }
        : { message: said + pointer(thread), props: { ...props, shiproom_thread: thread } };
    }
    const { username } = await api.whoAmI();
    const action = offers.action.bind(undefined, content.oid);
    return {
      message: '',
      props: { ...props, attachments: [renderCard(content.card, content.buttons, action, username)] },
    };
  };
}
