/** An element of a rich_text section, as far as somebody can type one here. */
type Element =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'user'; readonly user_id: string }
  | { readonly type: 'channel'; readonly channel_id: string }
  | { readonly type: 'broadcast'; readonly range: string }
  | { readonly type: 'link'; readonly url: string; readonly text?: string };

const token = /<([@#!]?)([^<>|\s]+)(?:\|([^<>]*))?>/g;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function element(kind: string, id: string, label: string | undefined): Element {
  if (kind === '@') return { type: 'user', user_id: id };
  if (kind === '#') return { type: 'channel', channel_id: id };
  if (kind === '!') return { type: 'broadcast', range: id };
  return { type: 'link', url: id, ...(label === undefined ? {} : { text: label }) };
}

/**
 * What Slack's composer makes of what a person types: a rich_text block, and the same as escaped mrkdwn. Mentions and links are written `<@U1>`,
 * `<#C1>`, `<!here>`, `<https://…|label>`. https://docs.slack.dev/messaging/formatting-message-text/
 */
export function typed(said: string): { readonly text: string; readonly blocks: readonly unknown[] } {
  const elements: Element[] = [];
  let text = '';
  let at = 0;
  const plain = (part: string): void => {
    if (part === '') return;
    elements.push({ type: 'text', text: part });
    text += escape(part);
  };
  for (const match of said.matchAll(token)) {
    plain(said.slice(at, match.index));
    elements.push(element(match[1] ?? '', match[2] ?? '', match[3]));
    text += match[0];
    at = match.index + match[0].length;
  }
  plain(said.slice(at));
  return { text, blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }] };
}
