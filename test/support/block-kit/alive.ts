/** What Slack would make a call or a page of. */
export interface Alive {
  readonly calls: string[];
  readonly pages: string[];
}

const callers = ['user', 'usergroup', 'channel', 'broadcast', 'team', 'emoji', 'image', 'video', 'markdown'];
const ourDate = /^<!date\^\d+\^\{date_short_pretty\} at \{time\}\|\d{4,6}-\d\d-\d\d \d\d:\d\d UTC>$/;

/** Decodes what we send as Slack does: `text` and mrkdwn are searched for markup, elements are what they are. A date of a number is neither. */
export function aliveIn({ text, blocks }: { readonly text?: string; readonly blocks: unknown }): Alive {
  const alive: Alive = { calls: [], pages: [] };
  const marked = (words: string): void => {
    for (const tag of words.match(/<[^>]*>?/g) ?? []) {
      if (ourDate.test(tag)) continue;
      (/^<[@#!]/.test(tag) ? alive.calls : alive.pages).push(tag);
    }
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const each = value as Record<string, unknown>;
    const type = String(each['type']);
    if (callers.includes(type)) alive.calls.push(JSON.stringify(value));
    if (each['emoji'] === true) alive.calls.push('emoji');
    if (typeof each['url'] === 'string') alive.pages.push(each['url']);
    if (type === 'mrkdwn') marked(String(each['text']));
    Object.values(value).forEach(walk);
  };
  marked(text ?? '');
  walk(blocks);
  return alive;
}
