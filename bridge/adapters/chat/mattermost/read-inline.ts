import { PersonId } from '../../../../protocol/model/ids.ts';
import type { Inline } from '../../../../protocol/model/message.ts';
import type { ChatUser } from '../../../ports/chat-platform.ts';

type Style = 'strong' | 'emphasis' | 'strike';
/** The people whom a message names, by the names that call them. */
export type Names = ReadonlyMap<string, ChatUser>;

/**
 * Code, escapes, links, addresses, styles and calls, each within its line. No part can match in two ways, and each stops at the next mark of
 * its kind, so that reading takes as long as the text is.
 */
const token = new RegExp(
  [
    /(?<!`)(?<ticks>`{1,3})(?!`)(?<code>[^`\n]+)\k<ticks>(?!`)/,
    /\\(?<escaped>[\\`*_{}[\]()#+\-.!~>|@:<])/,
    /!?\[(?<label>[^[\]\n]+)\]\(<?(?<href>[^\s()<>]+)>?\)/,
    /(?<address>https?:\/\/[^\s<>()[\]`*|"]+)/,
    /\*\*(?<strong>[^*\n]+)\*\*/,
    /(?<!\w)__(?<under>[^_\n]+)__(?!\w)/,
    /~~(?<strike>[^~\n]+)~~/,
    /\*(?<star>[^*\s][^*\n]*)\*/,
    /(?<![\w_])_(?<emphasis>[^_\s][^_\n]*)_(?!\w)/,
    /(?<![\w@/.])@(?<name>[a-z0-9][a-z0-9._-]*)/i,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

export const textOf = (text: string, style?: Style): Inline =>
  style === undefined ? { type: 'text', text } : { type: 'text', text, style };

/** A link where the address is one of the web; otherwise its words, and the address where they do not tell it. */
export function linkTo(href: string, label: string): Inline {
  if (/^https?:\/\/\S+$/.test(href) && href.length <= 2000) return { type: 'link', text: label, href };
  return textOf(label === href ? href : `${label} (${href})`);
}

/** The names in a text that may call somebody, in lower case, at most 20. */
export function namesIn(text: string): string[] {
  const found = [...text.matchAll(token)].flatMap(({ groups }) => groups?.['name'] ?? []);
  return [...new Set(found.map((name) => trimmed(name)[0]))].slice(0, 20);
}

/** A name at the end of a sentence, without the sentence's end. */
function trimmed(name: string): [name: string, rest: string] {
  const end = name.search(/[._-]+$/);
  return end < 0 ? [name.toLowerCase(), ''] : [name.slice(0, end).toLowerCase(), name.slice(end)];
}

/** One stretch of Markdown, without blocks in it. */
export function readInline(text: string, names: Names): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > at) found.push(textOf(text.slice(at, match.index)));
    found.push(...inline(match[0], match.groups ?? {}, names));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(textOf(text.slice(at)));
  return joined(found);
}

function inline(whole: string, groups: Readonly<Record<string, string | undefined>>, names: Names): Inline[] {
  const { code, escaped, label, href, address, strong, under, strike, star, emphasis, name } = groups;
  if (code !== undefined) return [{ type: 'code', text: code.trim() || code }];
  if (escaped !== undefined) return [textOf(escaped)];
  if (label !== undefined && href !== undefined) return [linkTo(href, label)];
  if (address !== undefined) return bare(address);
  if (strike !== undefined) return [textOf(strike, 'strike')];
  const bold = strong ?? under;
  if (bold !== undefined) return [textOf(bold, 'strong')];
  const slanted = star ?? emphasis;
  if (slanted !== undefined) return [textOf(slanted, 'emphasis')];
  return name === undefined ? [textOf(whole)] : called(whole, name, names);
}

/** An address in a sentence does not hold the sentence's end. */
function bare(address: string): Inline[] {
  const end = /[.,;:!?'_]{0,3}$/.exec(address)?.[0] ?? '';
  const href = address.slice(0, address.length - end.length);
  return [linkTo(href, href), ...(end === '' ? [] : [textOf(end)])];
}

function called(whole: string, said: string, names: Names): Inline[] {
  const [name, rest] = trimmed(said);
  const user = names.get(name);
  if (!user) return [textOf(whole)];
  const person = PersonId.parse(`mattermost:${user.team}/${user.user}`);
  return [{ type: 'mention', text: `@${user.name}`, person }, ...(rest === '' ? [] : [textOf(rest)])];
}

/** Plain pieces side by side are one. */
function joined(pieces: readonly Inline[]): Inline[] {
  const all: Inline[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (isPlain(last) && isPlain(piece)) all[all.length - 1] = textOf(last.text + piece.text);
    else all.push(piece);
  }
  return all;
}

const isPlain = (piece: Inline | undefined): piece is Extract<Inline, { type: 'text' }> =>
  piece?.type === 'text' && piece.style === undefined;
