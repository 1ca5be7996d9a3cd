import { cut } from '../../messages/cut.ts';

/** The blocks that we send: a part of https://docs.slack.dev/reference/block-kit/blocks/ in which data is never parsed. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** The one place of mrkdwn: a date, which is made of a number. */
interface DateText {
  readonly type: 'mrkdwn';
  readonly text: string;
}

interface Style {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  readonly code?: boolean;
}

export type RichInline =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'link'; readonly url: string; readonly text: string }
  | { readonly type: 'user'; readonly user_id: string };

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
      readonly language?: string;
    }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly elements: readonly RichSection[];
    };

export interface RichText {
  readonly type: 'rich_text';
  readonly elements: readonly RichElement[];
}

export type TableCell = RichText | { readonly type: 'raw_text'; readonly text: string };

interface Dialog {
  readonly title: PlainText;
  readonly text: PlainText;
  readonly confirm: PlainText;
  readonly deny: PlainText;
  readonly style: 'primary' | 'danger';
}

export interface ButtonElement {
  readonly type: 'button';
  readonly text: PlainText;
  readonly action_id: string;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: Dialog;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | DateText)[] }
  | { readonly type: 'actions'; readonly elements: readonly ButtonElement[] }
  | { readonly type: 'table'; readonly rows: readonly (readonly TableCell[])[] }
  | { readonly type: 'divider' }
  | RichText;

/** A message as it goes to Slack: `text` is what notifications and screen readers say. `username` is for `chat.postMessage` alone. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly username?: string;
}

/**
 * What all blocks of a message may measure as JSON. Slack documents no figure for `msg_blocks_too_long`; it was seen from 13,200 characters,
 * containers counted: https://github.com/slackapi/bolt-js/issues/2509
 */
export const longestBlocks = 12_000;

/** Controls other than the line feed, and what turns the direction of writing: nobody sees them, and they change what is seen. */
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text fit to be shown: well-formed, and every unseen character visible. */
export const clean = (text: string): string =>
  text.toWellFormed().replaceAll(unseen, (character) => (character === '\n' ? character : '\ufffd'));

/** One line of data, cut. */
export const oneLine = (text: string, max: number): string => cut(clean(text).replaceAll('\n', ' ').trim(), max);

/** A text object in which nothing is a mention, a link or an emoji. Slack refuses empty ones. */
export function plain(text: string, max: number): PlainText {
  const shown = cut(clean(text), max);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
}

/** An instant that each reader sees in their own time zone. https://docs.slack.dev/messaging/formatting-message-text/#date-formatting */
export function date(at: number, before = ''): DateText {
  const fallback = new Date(Math.min(at, 8.64e15)).toISOString().slice(0, 16).replace('T', ' ');
  return {
    type: 'mrkdwn',
    text: `${before}<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${fallback} UTC>`,
  };
}

/** Whether an address may be a link: of the web, whole, and without a name before the host that would pass for another host. */
export function isWeb(url: string): boolean {
  if (!URL.canParse(url) || /\s/.test(url) || url.length > 2000) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack would rather have no more in `text`. https://docs.slack.dev/reference/methods/chat.postMessage/#truncating */
const longestText = 4000;

/**
 * The plain words of a message for `text`, where Slack parses markup whatever one asks for: all that would be markup is escaped, and none
 * of it cut in two. https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function spoken(text: string): string {
  const words = clean(text).trim();
  let said = '';
  for (const character of words) {
    const next = entities[character] ?? character;
    if (said.length + next.length >= longestText) return `${said}…`;
    said += next;
  }
  return said === '' ? '–' : said;
}
