import * as z from 'zod/mini';
import type { SlackMessage } from './schema.ts';

/** What Slack put below a message for a link in it; a message that somebody shared comes the same way, and is theirs. */
const Preview = z.object({ from_url: z.string(), is_share: z.optional(z.literal(false)) });

/** A message as its author wrote it, without the previews of its links. */
export const withoutPreviews = (message: SlackMessage): SlackMessage => ({
  ...message,
  attachments: message.attachments?.filter((each) => !Preview.safeParse(each).success),
});
