/** All that can be read in a value of Block Kit: what stands side by side in one line, the rest line by line. */
function read(value: unknown): string {
  if (Array.isArray(value)) return value.map(read).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, text, elements, fields, rows, user_id } = value as Record<string, unknown>;
  if (type === 'user') return `@${String(user_id)}`;
  const words = [
    typeof text === 'string' ? text : read(text),
    read(elements),
    ...((fields ?? []) as unknown[]).map(read),
    ...((rows ?? []) as unknown[][]).map((row) => row.map((cell) => read(cell).trim()).join(' | ')),
  ];
  const inline = ['text', 'link', 'plain_text', 'mrkdwn', 'raw_text'].includes(String(type));
  return words.filter((each) => each !== '').join('\n') + (inline ? '' : '\n');
}

/** What a reader of Slack sees of a message: its blocks, or its text where there are none. */
export const textOf = (message: { readonly text: string; readonly blocks?: readonly object[] }): string =>
  message.blocks ? read(message.blocks) : message.text;
