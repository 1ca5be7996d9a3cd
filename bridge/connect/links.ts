import { readSlackLink } from '../adapters/chat/slack/permalink.ts';
import { readMattermostLink } from '../adapters/chat/mattermost/permalink.ts';
import type { ChatLink } from '../app/routes/why.ts';

/** The message that a link names, in any of the chats; undefined for any other text. */
export const readLink = (text: string): ChatLink | undefined => readSlackLink(text) ?? readMattermostLink(text);
