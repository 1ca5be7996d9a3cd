/** Where Slack posts what is meant for a place of ours: a person is named by their id alone, and the message goes to the app's conversation with them. */
export const addressee = (channel: string): string => channel.replace(/^@/, '');

/** Whether a place is one person's. */
export const isPerson = (channel: string): boolean => channel.startsWith('@');
