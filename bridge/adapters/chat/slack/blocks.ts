/** The blocks that we send: a part of https://docs.slack.dev/reference/block-kit/blocks/ in which data is never parsed. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

interface Style {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  readonly code?: boolean;
}

export type RichInline =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'link'; readonly url: string; readonly text: string };

export interface RichSection {
  readonly type: 'rich_text_section';
  readonly elements: readonly RichInline[];
}

export type RichElement =
  | RichSection
  | { readonly type: 'rich_text_quote'; readonly elements: readonly RichInline[] }
  | {
      readonly type: 'rich_text_preformatted';
      readonly elements: readonly { readonly type: 'text'; readonly text: string }[];
    }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly elements: readonly RichSection[];
    };

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  /** The one place of mrkdwn: a date, which is made of a number. */
  | { readonly type: 'context'; readonly elements: readonly { readonly type: 'mrkdwn'; readonly text: string }[] }
  | { readonly type: 'rich_text'; readonly elements: readonly RichElement[] };

/** A message as it goes to Slack: `text` is what notifications and screen readers say. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Controls other than the line feed, and what turns the direction of writing: nobody sees them, and they change what is seen. */
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text fit to be shown: well-formed, and every unseen character visible. */
export const clean = (text: string): string =>
  text.toWellFormed().replaceAll(unseen, (character) => (character === '\n' ? character : '\ufffd'));

/** At most `max` UTF-16 units, which is never more than Slack counts, and no surrogate torn from its pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A text object in which nothing is a mention, a link or an emoji. Slack refuses empty ones. */
export function plain(text: string, max: number): PlainText {
  const shown = cut(clean(text), max);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
}

/** Escapes what would be markup. https://docs.slack.dev/messaging/formatting-message-text/#escaping */
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The plain words of a message for `text`, where Slack parses markup whatever one asks for. */
export const spoken = (text: string): string => escape(cut(clean(text), 3000));
