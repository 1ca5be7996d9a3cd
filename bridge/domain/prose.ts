import type { Block, Inline, Message } from '../../protocol/model/message.ts';

/** Words of a bot: strings are plain text. */
export type Words = string | readonly (string | Inline)[];

export const code = (text: string): Inline => ({ type: 'code', text });
export const strong = (text: string): Inline => ({ type: 'text', text, style: 'strong' });

const inlines = (words: Words): Inline[] =>
  (typeof words === 'string' ? [words] : words).map((each) =>
    typeof each === 'string' ? { type: 'text', text: each } : each,
  );

export const paragraph = (words: Words): Block => ({ type: 'paragraph', children: inlines(words) });
export const list = (items: readonly Words[]): Block => ({ type: 'list', ordered: false, items: items.map(inlines) });
export const table = (header: readonly string[], rows: readonly (readonly Words[])[]): Block => ({
  type: 'table',
  header: [...header],
  rows: rows.map((row) => row.map(inlines)),
});
export const pre = (text: string): Block => ({ type: 'code', text });

/** A message of these blocks, with the plain words that they come to. */
export const message = (...blocks: Block[]): Message => ({ text: blocks.map(plain).join('\n').slice(0, 8000), blocks });

/** A message of one paragraph. */
export const say = (words: Words): Message => message(paragraph(words));

/** So much of one message goes over the wire and into the store; what is longer is shortened to its plain words. */
const mostChars = 32_000;

/** What the wire’s shape of a message takes: a client that meets more can read nothing of the room. */
const mostWords = 8000;
const mostBlocks = 100;
const mostInlines = 500;
const mostItems = 200;
const mostColumns = 20;

const lineFits = (line: readonly Inline[]): boolean =>
  line.length <= mostInlines && line.every(({ text }) => text.length <= mostWords);

function blockFits(block: Block): boolean {
  switch (block.type) {
    case 'paragraph':
    case 'quote':
      return lineFits(block.children);
    case 'code':
      return block.text.length <= mostWords;
    case 'list':
      return block.items.length <= mostItems && block.items.every(lineFits);
    case 'table': {
      const { header, rows } = block;
      const headed = header.length <= mostColumns && header.every((each) => each.length <= mostWords);
      return headed && rows.length <= mostItems && rows.every((row) => row.every(lineFits));
    }
  }
}

/** A message of a size that everybody can take: the same, or its first words, which end in an ellipsis. */
export function bounded(said: Message): Message {
  const fits = said.text.length <= mostWords && said.blocks.length <= mostBlocks && said.blocks.every(blockFits);
  if (fits && JSON.stringify(said).length <= mostChars) return said;
  const text = `${said.text.slice(0, 4000).replace(/[\ud800-\udbff]$/, '')}…`;
  return { text, blocks: text.split('\n', 100).map(paragraph) };
}

const read = (children: readonly Inline[]): string => children.map((each) => each.text).join('');

function plain(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'quote':
      return read(block.children);
    case 'code':
      return block.text;
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '•'} ${read(item)}`).join('\n');
    case 'table':
      return [block.header.join(' · '), ...block.rows.map((row) => row.map(read).join(' · '))].join('\n');
  }
}

/** Backticked code, or a web address up to the punctuation that ends a sentence. */
const token = /`([^`\n]+)`|https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]]/g;

/** What a person typed, read as they meant it: lines, fenced and backticked code, web addresses. Everything else is plain text. */
export function typed(text: string): Message {
  const blocks: Block[] = [];
  // What stands behind the backticks of each fence comes between the parts.
  const parts = text.replaceAll('\r\n', '\n').split(/^```([^`\n]*)(?:\n|$)/m);
  for (const [index, part] of parts.entries()) {
    const trimmed = part.replace(/\n+$/, '');
    if (index % 2 === 1 || trimmed === '') continue;
    if (index % 4 === 2) blocks.push(fenced(trimmed, parts[index - 1]));
    else for (const line of trimmed.split('\n')) if (line.trim() !== '') blocks.push(paragraph(spans(line)));
  }
  return { text, blocks: blocks.slice(0, 100) };
}

const fenced = (text: string, info = ''): Block => {
  const [language] = /^[\w+#.-]{1,40}$/.exec(info.trim()) ?? [];
  return { type: 'code', text, ...(language === undefined ? {} : { language }) };
};

function spans(line: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(token)) {
    if (match.index > at) found.push({ type: 'text', text: line.slice(at, match.index) });
    found.push(
      match[1] === undefined ? { type: 'link', text: match[0], href: match[0].slice(0, 2000) } : code(match[1]),
    );
    at = match.index + match[0].length;
  }
  if (at < line.length) found.push({ type: 'text', text: line.slice(at) });
  return found.slice(0, 500);
}
