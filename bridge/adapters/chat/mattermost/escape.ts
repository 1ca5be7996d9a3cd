/** Breaks what it stands in, and is not seen: neither a letter nor a space to any reader of Markdown. */
const joiner = '\u2060';

/** Controls other than the line feed, and what turns the direction of writing: nobody sees them, and they change what is seen. */
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/**
 * What the server takes out of every message, says `SanitizeUnicode` in its `model/utils.go`. It must not be taken out after we have looked
 * at what stands on both sides of it.
 */
const dropped = /[\u0340\u0341\u17a3\u17d3\u206a-\u206f\ufeff\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu;

/** What begins a call, a hashtag, a channel, an emoji, an entity or a tag; a colon ends a scheme, too. */
const broken = /[@#~:&<;](?!\s)/g;

/** Text fit to be shown: well-formed, and every unseen character visible. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(dropped, '')
    .replaceAll(unseen, (character) => (character === '\n' ? character : '\ufffd'));

/** Text in one line. */
export const inOneLine = (text: string): string => clean(text).replaceAll(/\s+/g, ' ').trim();

/**
 * Data as Markdown that shows it, and nothing else: it calls nobody, links nothing, and begins no heading, list, quote or table. Two things
 * are done, because three programs read it (the server, for mentions and hashtags; the web client; the mobile one) and none reads it quite
 * as the others do: marks that each of them lets be escaped are escaped; what no escape is known for is broken by a joiner.
 * https://docs.mattermost.com/collaborate/format-messages.html
 */
export const escape = (text: string): string =>
  clean(text)
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/[\\`*_[\]|]/g, String.raw`\$&`)
    .replaceAll(broken, `${joiner}$&${joiner}`)
    .replaceAll(/www\./gi, (found) => `${found.slice(0, 3)}${joiner}.`)
    .replaceAll(/^(?=[\s\d>=+#-])/gm, joiner);

/** The same for what is shown as it stands, as a button's label is: an escape would be seen. */
export const plain = (text: string): string => inOneLine(text).replaceAll(broken, `${joiner}$&${joiner}`) || '–';

/** Code within a line. What holds a backtick is shown as text: readers differ on where such code ends. */
export function inlineCode(text: string): string {
  const shown = clean(text).replaceAll(/\s+/g, ' ');
  if (shown.trim() === '' || shown.includes('`')) return escape(shown);
  return `\`${shown}\`${joiner}`;
}

/** Readers make formulas of these. */
const notShown = new Set(['latex', 'tex', 'math', 'mermaid']);

/** Lines of code, between fences that are longer than any in it. */
export function codeBlock(text: string, language = ''): string {
  const shown = clean(text).replaceAll(/^\n+|\n+$/g, '');
  if (shown.trim() === '') return '';
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const known = /^[a-z0-9+#-]{1,20}$/i.test(language) && !notShown.has(language.toLowerCase());
  return `${fence}${known ? language : 'text'}\n${shown}\n${fence}`;
}

/** A link whose address is of the web and bears no name; undefined where it is none. */
export function linkTo(href: string, text: string): string | undefined {
  const url = URL.parse(href);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const safe = url.href.replaceAll(/[^A-Za-z0-9\-./:?#&=%+,]/g, (found) =>
    [...new TextEncoder().encode(found)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  const shown = escape(inOneLine(text));
  // Behind an exclamation mark it would be an image.
  return shown === '' ? undefined : `${joiner}[${shown}](${safe})${joiner}`;
}

/** Styled text, line by line: a style does not reach over a line's end. */
export const styled = (mark: string, text: string): string =>
  clean(text)
    .split('\n')
    .map((each) => {
      const [, before = '', inside = '', after = ''] = /^(\s*)(.*?)(\s*)$/.exec(each) ?? [];
      return inside === '' ? '' : `${before && ' '}${mark}${escape(inside)}${mark}${joiner}${after && ' '}`;
    })
    .join('\n');

/** Calls somebody. The name was looked up, and a joiner on both sides keeps it apart from other words. */
export const mention = (username: string): string => `${joiner}@${username}${joiner}`;
