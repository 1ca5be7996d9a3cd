import type { Outgoing } from '../../../ports/chat-platform.ts';
import type { Rendered } from './blocks.ts';
import { renderCard } from './render-card.ts';
import { renderMessage } from './render-message.ts';

/**
 * What we post, as Slack's blocks: always within its limits, and nothing in it calls or links anybody but what the content itself does.
 * With `asAuthors` a person's words bear their name as `username`, which needs the scope `chat:write.customize`.
 */
export function render(content: Outgoing, { asAuthors = false }: { readonly asAuthors?: boolean } = {}): Rendered {
  switch (content.type) {
    case 'card':
      return renderCard(content.card, content.buttons);
    case 'message':
      return renderMessage(content.message, { ...content, asAuthors });
  }
}

/** Metadata by which a message of ours is found again. https://docs.slack.dev/messaging/message-metadata/ */
export const eventType = 'shiproom';
export const metadata = (oid: string) => ({ event_type: eventType, event_payload: { oid } });

/** Nothing is looked for in our text, and nothing unfolds below it. */
export const quiet = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
