import type { SlackMessage } from '../../support/slack/messages.ts';

/** All that can be read in a value of Block Kit: what stands side by side in one line, the rest line by line. */
function read(value: unknown): string {
  if (Array.isArray(value)) return value.map(read).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, text, elements, fields } = value as Record<string, unknown>;
  const words = [
    typeof text === 'string' ? text : read(text),
    read(elements),
    ...((fields ?? []) as unknown[]).map(read),
  ];
  const inline = ['text', 'link', 'plain_text', 'mrkdwn'].includes(String(type));
  return words.filter((each) => each !== '').join('\n') + (inline ? '' : '\n');
}

/** What a reader of Slack sees of a message: its blocks, or its text where there are none. */
export const textOf = (message: Pick<SlackMessage, 'text' | 'blocks'>): string =>
  message.blocks ? read(message.blocks) : message.text;
