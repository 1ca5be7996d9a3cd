import * as z from 'zod/mini';
import type { Block, Inline } from '../../../../protocol/model/message.ts';
import { linkTo, type Names, textOf } from './read-inline.ts';
import { readInline, readMrkdwn } from './read-mrkdwn.ts';
import { readRichText } from './read-rich-text.ts';

const Text = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
type Text = z.infer<typeof Text>;

/** What apps show words in. Buttons, images and the like are left to Slack. */
const Known = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: Text }),
  z.object({ type: z.literal('section'), text: z.optional(Text), fields: z.optional(z.array(Text)) }),
  z.object({ type: z.literal('context'), elements: z.array(z.unknown()) }),
  z.object({ type: z.literal('markdown'), text: z.string() }),
  z.object({ type: z.literal('table'), rows: z.array(z.array(z.unknown())) }),
]);

/** A cell of a table other than rich text. */
const RawCell = z.object({ type: z.string(), text: z.optional(z.string()), value: z.optional(z.number()) });

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments : most CI services still speak so. */
const Attachment = z.object({
  pretext: z.optional(z.string()),
  title: z.optional(z.string()),
  title_link: z.optional(z.string()),
  text: z.optional(z.string()),
  fields: z.optional(z.array(z.object({ title: z.optional(z.string()), value: z.optional(z.string()) }))),
  fallback: z.optional(z.string()),
  blocks: z.optional(z.array(z.unknown())),
});

/** The words of Block Kit's blocks, in their order. */
export const readBlocks = (blocks: readonly unknown[], names: Names): Block[] =>
  blocks.flatMap((block) => readRichText(block, names) ?? readKnown(block, names));

const readText = ({ type, text }: Text, names: Names): Block[] => {
  if (type === 'mrkdwn') return readMrkdwn(text, names);
  return text.trim() === '' ? [] : [{ type: 'paragraph', children: [textOf(text)] }];
};

function readKnown(value: unknown, names: Names): Block[] {
  const parsed = Known.safeParse(value);
  if (!parsed.success) return [];
  const block = parsed.data;
  switch (block.type) {
    case 'header':
      return [{ type: 'paragraph', children: [textOf(block.text.text, 'strong')] }];
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].flatMap((text) => readText(text, names));
    case 'context':
      return block.elements.flatMap((element) => {
        const text = Text.safeParse(element);
        return text.success ? readText(text.data, names) : [];
      });
    case 'markdown':
      return readText({ type: 'plain_text', text: block.text }, names);
    case 'table':
      return readTable(block.rows, names);
  }
}

/** The first row is the header, and says how many cells the others have. */
function readTable([header = [], ...rows]: readonly (readonly unknown[])[], names: Names): Block[] {
  if (header.length === 0) return [];
  const titles = header.map((cell) =>
    readCell(cell, names)
      .map((child) => child.text)
      .join(''),
  );
  const cells = rows.map((row) => header.map((_, column) => readCell(row[column], names)));
  return [{ type: 'table', header: titles, rows: cells }];
}

/** A blank cell is an empty one: Slack has no others. */
function readCell(cell: unknown, names: Names): Inline[] {
  const rich = readRichText(cell, names);
  if (rich) return rich.flatMap((block) => ('children' in block ? block.children : []));
  const raw = RawCell.safeParse(cell);
  const text = raw.success ? (raw.data.text ?? String(raw.data.value ?? '')) : '';
  return text.trim() === '' ? [] : [textOf(text)];
}

/** The words of an attachment; its fallback where it has no others. */
export function readAttachment(value: unknown, names: Names): Block[] {
  const parsed = Attachment.safeParse(value);
  if (!parsed.success) return [];
  const { pretext = '', title, title_link, text = '', fields = [], fallback = '', blocks = [] } = parsed.data;
  const heading: Block[] =
    title === undefined
      ? []
      : [{ type: 'paragraph', children: [title_link ? linkTo(title_link, title) : textOf(title, 'strong')] }];
  const facts = fields.map(
    ({ title: name = '', value: said = '' }): Block => ({
      type: 'paragraph',
      children: [textOf(`${name}: `, 'strong'), ...readInline(said, names)],
    }),
  );
  const found = [
    ...readMrkdwn(pretext, names),
    ...heading,
    ...readMrkdwn(text, names),
    ...facts,
    ...readBlocks(blocks, names),
  ];
  return found.length > 0 ? found : readMrkdwn(fallback, names);
}
