import { type Json, previewBlock, type Seen } from './preview-blocks.ts';
import { styleOf } from './preview-style.ts';
import { html, shown, timeOf } from './preview-text.ts';

/** A message as a channel shows it. Without blocks its text is shown, as Slack does. */
export interface PreviewedMessage {
  readonly by: string;
  readonly app?: boolean;
  readonly at: number;
  readonly text: string;
  readonly blocks?: readonly object[];
  readonly edited?: boolean;
  /** Shown below it, as in the thread's pane. */
  readonly replies?: readonly PreviewedMessage[];
  /** Only how many there are, as the channel tells it. */
  readonly replyCount?: number;
  /** A reply that the channel sees too. */
  readonly broadcast?: boolean;
  /** A class of its avatar. */
  readonly mark?: string;
}

interface Look extends Partial<Seen> {
  /** The reader's own where none is given. */
  readonly theme?: 'light' | 'dark';
}

const page = (title: string, body: string, { theme }: Look): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)}</title><style>${styleOf(theme)}</style><body>${body}</body></html>`;

/** Whatever hangs on the hour of the reader. */
const hour = (at: number, { aheadMin = 0 }: Partial<Seen>): string => timeOf(at + aheadMin * 60_000);

/** What a message says, without who said it: its blocks, or its text where there are none. */
const said = ({ text, blocks }: Pick<PreviewedMessage, 'text' | 'blocks'>, seen: Seen): string =>
  blocks ? blocks.map((block) => previewBlock(block as Json, seen)).join('') : `<div class="pre">${shown(text)}</div>`;

/** One message alone, to stand in a page that has `styleOf` for its style. */
export function previewArticle(message: PreviewedMessage, seen: Seen, kind = ''): string {
  const { by, app, at, edited, replyCount, broadcast, mark = '' } = message;
  const count = replyCount ?? 0;
  const replies = `${count} ${count === 1 ? 'reply' : 'replies'}`;
  const body = [
    broadcast ? '<div class="also">replied to a thread</div>' : '',
    `<div><span class="name">${html(by)}</span>${app ? '<span class="app">APP</span>' : ' '}<span class="time">${hour(at, seen)}</span></div>`,
    said(message, seen),
    edited ? '<span class="edited">(edited)</span>' : '',
    count > 0 && seen.alive ? `<button type="button" class="replies" data-thread>${replies}</button>` : '',
    count > 0 && !seen.alive ? `<div class="replies">${replies}</div>` : '',
  ].join('');
  const face = `<div class="avatar ${html(mark)}">${html(by.slice(0, 1).toUpperCase())}</div>`;
  return `<article class="message ${kind}">${face}<div class="body">${body}</div></article>`;
}

const article = (message: PreviewedMessage, seen: Seen): string =>
  previewArticle(message, seen) + (message.replies ?? []).map((each) => previewArticle(each, seen, 'reply')).join('');

const seenBy = (look: Look, now: number): Seen => ({ now, ...look });

/** One message as a page of its own. It holds no script and asks no network. */
export const previewMessage = (message: PreviewedMessage, look: Look = {}): string =>
  page(message.text.slice(0, 80), article(message, seenBy(look, message.at)), look);

/** A channel, oldest message first. */
export function previewChannel(
  { name, messages }: { readonly name: string; readonly messages: readonly PreviewedMessage[] },
  look: Look = {},
): string {
  const now = Math.max(0, ...messages.map(({ at }) => at));
  const all = messages.map((message) => article(message, seenBy(look, now))).join('');
  return page(`#${name}`, `<header class="channel"># ${html(name)}</header>${all}`, look);
}

/** A view of App Home. */
export const previewHome = (
  view: { readonly blocks: readonly object[] },
  look: Look & { readonly now: number },
): string =>
  page(
    'Home',
    `<div class="home">${view.blocks.map((block) => previewBlock(block as Json, look)).join('')}</div>`,
    look,
  );
