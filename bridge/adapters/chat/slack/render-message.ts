import type { Block, Inline, Message } from '../../../../protocol/model/message.ts';
import { clean, cut, type Rendered, type RichElement, type RichInline, type RichSection, spoken } from './blocks.ts';

/** Slack documents no limit for rich text; a message of this length still reads as one. */
const longest = 9000;
const rowsShown = 50;

/** Hands text out until there was enough of it; then nothing more. */
type Budget = (text: string) => string;

function createBudget(): { readonly spend: Budget; readonly spent: () => boolean } {
  let left = longest;
  return {
    spend(text) {
      const part = left > 1 ? cut(clean(text), left) : '';
      left -= part.length;
      return part;
    },
    spent: () => left <= 1,
  };
}

/** A message as rich text, in which data stays data: no mention, no link but those that the message has. */
export function renderMessage(
  message: Message,
  how: { readonly by?: string; readonly resent?: boolean } = {},
): Rendered {
  const { spend, spent } = createBudget();
  const before = how.by === undefined ? '' : `${cut(clean(how.by), 80)} (in Shiproom): `;
  const after = how.resent ? ' (resent)' : '';
  const lead: RichInline[] = before === '' ? [] : [{ type: 'text', text: before, style: { bold: true } }];
  const [first, ...rest] = message.blocks.length > 0 ? message.blocks : [paragraph(message.text)];
  const begins = first?.type === 'paragraph';
  const opening = section([...lead, ...(begins ? inlines(first.children, spend) : [])]);
  const others = [...(begins || !first ? [] : [first]), ...rest].flatMap((block) => rich(block, spend));
  const closing = section([
    ...(spent() ? [text('… The rest is in Shiproom.')] : []),
    ...(after === '' ? [] : [text(after)]),
  ]);
  const elements = spaced([...opening, ...others, ...closing]);
  return {
    text: spoken(`${before}${message.text}${after}`) || '–',
    blocks: elements.length > 0 ? [{ type: 'rich_text', elements }] : [],
  };
}

const paragraph = (words: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text: words }] });
const text = (words: string) => ({ type: 'text', text: words }) as const;
const section = (elements: readonly RichInline[]): RichSection[] =>
  elements.length > 0 ? [{ type: 'rich_text_section', elements }] : [];

/** Slack runs sections together: each but the first begins on a line of its own. */
const spaced = (elements: readonly RichElement[]): RichElement[] =>
  elements.map((element, index) => {
    const before = elements[index - 1];
    if (element.type !== 'rich_text_section' || before?.type !== 'rich_text_section') return element;
    return { ...element, elements: [text('\n'), ...element.elements] };
  });

function rich(block: Block, spend: Budget): RichElement[] {
  switch (block.type) {
    case 'paragraph':
      return section(inlines(block.children, spend));
    case 'quote': {
      const elements = inlines(block.children, spend);
      return elements.length > 0 ? [{ type: 'rich_text_quote', elements }] : [];
    }
    case 'code':
      return preformatted(spend(block.text));
    case 'list': {
      const elements = block.items.flatMap((item) => section(inlines(item, spend)));
      return elements.length > 0
        ? [{ type: 'rich_text_list', style: block.ordered ? 'ordered' : 'bullet', elements }]
        : [];
    }
    case 'table':
      return preformatted(spend(table(block.header, block.rows)));
  }
}

const preformatted = (words: string): RichElement[] =>
  words === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: words }] }];

function inlines(children: readonly Inline[], spend: Budget): RichInline[] {
  return children.flatMap((child) => {
    const shown = spend(child.text);
    return shown === '' ? [] : [inline(child, shown)];
  });
}

function inline(child: Inline, shown: string): RichInline {
  switch (child.type) {
    case 'text':
      return child.style ? { ...text(shown), style: styles[child.style] } : text(shown);
    case 'code':
      return { type: 'text', text: shown, style: { code: true } };
    case 'link':
      return { type: 'link', url: child.href, text: shown };
    // Named, and not called: whoever speaks in the room has no right to ring bells in Slack.
    case 'mention':
      return { type: 'text', text: shown, style: { bold: true } };
  }
}

const styles = { strong: { bold: true }, emphasis: { italic: true }, strike: { strike: true } } as const;

/** Columns of one width each, in monospace, which every client of Slack's shows. */
function table(header: readonly string[], rows: readonly (readonly (readonly Inline[])[])[]): string {
  const cells = rows.slice(0, rowsShown).map((row) => row.map((cell) => cell.map((each) => each.text).join('')));
  const lines = [header, ...cells].map((row) => row.map((cell) => cell.replaceAll('\n', ' ')));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...aligned, ...(rows.length > rowsShown ? [`and ${rows.length - rowsShown} more`] : [])].join('\n');
}
