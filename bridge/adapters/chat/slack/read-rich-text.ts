import * as z from 'zod/mini';
import type { Block, Inline } from '../../../../protocol/model/message.ts';
import { linkTo, type Names, textOf } from './read-inline.ts';

const flag = z.optional(z.boolean());
const Style = z.optional(z.object({ bold: flag, italic: flag, strike: flag, code: flag }));

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/ */
const Element = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style: Style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.optional(z.string()) }),
  z.object({ type: z.literal('user'), user_id: z.string() }),
  z.object({ type: z.literal('usergroup'), usergroup_id: z.string() }),
  z.object({ type: z.literal('channel'), channel_id: z.string() }),
  z.object({ type: z.literal('broadcast'), range: z.string() }),
  z.object({ type: z.literal('emoji'), name: z.string(), unicode: z.optional(z.string()) }),
  z.object({ type: z.literal('date'), timestamp: z.number(), fallback: z.optional(z.string()) }),
  z.object({ type: z.literal('color'), value: z.string() }),
]);
type Element = z.infer<typeof Element>;

const orElse = z.catch;
const elements = z.array(z.unknown());
const Section = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rich_text_section'), elements }),
  z.object({ type: z.literal('rich_text_quote'), elements }),
  z.object({
    type: z.literal('rich_text_preformatted'),
    elements,
    language: orElse(z.optional(z.string().check(z.maxLength(40))), undefined),
  }),
  z.object({ type: z.literal('rich_text_list'), elements, style: z.optional(z.string()) }),
]);
type Section = z.infer<typeof Section>;
const RichText = z.object({ type: z.literal('rich_text'), elements });
const LineFeed = z.object({ type: z.literal('text'), text: z.literal('\n') });

/** The blocks of a rich_text block; undefined where it is another. What is not known inside it is left out. */
export function readRichText(block: unknown, names: Names): Block[] | undefined {
  const parsed = RichText.safeParse(block);
  if (!parsed.success) return undefined;
  const sections = parsed.data.elements.map((each) => Section.safeParse(each).data);
  return sections.flatMap((section, index) => (section ? readSection(section, sections[index - 1], names) : []));
}

function readSection(section: Section, before: Section | undefined, names: Names): Block[] {
  if (section.type === 'rich_text_list') {
    const items = section.elements.flatMap((item) => {
      const inside = z.object({ elements }).safeParse(item);
      return inside.success ? [readElements(inside.data.elements, names)] : [];
    });
    return items.length > 0 ? [{ type: 'list', ordered: section.style === 'ordered', items }] : [];
  }
  const children = readElements(apart(section, before), names);
  if (children.length === 0) return [];
  if (section.type === 'rich_text_preformatted') {
    const text = children.map((child) => child.text).join('');
    return [{ type: 'code', text, ...(section.language ? { language: section.language } : {}) }];
  }
  return [{ type: section.type === 'rich_text_quote' ? 'quote' : 'paragraph', children }];
}

/** The line feed that parts a section from the one before it is no word of it. */
const apart = ({ type, elements: [first, ...rest] }: Section, before: Section | undefined): unknown[] =>
  type === 'rich_text_section' && before?.type === type && LineFeed.safeParse(first).success ? rest : [first, ...rest];

const readElements = (values: readonly unknown[], names: Names): Inline[] =>
  values.flatMap((value) => {
    const parsed = Element.safeParse(value);
    return parsed.success ? [readElement(parsed.data, names)] : [];
  });

function readElement(element: Element, names: Names): Inline {
  switch (element.type) {
    case 'text':
      return styled(element);
    case 'link':
      return linkTo(element.url, element.text);
    case 'user':
      return names.mention(element.user_id);
    case 'usergroup':
      return textOf(`@${element.usergroup_id}`);
    case 'channel':
      return textOf(`#${element.channel_id}`);
    case 'broadcast':
      return textOf(`@${element.range}`);
    case 'emoji':
      return textOf(emoji(element.unicode) ?? `:${element.name}:`);
    case 'date':
      return textOf(element.fallback ?? String(element.timestamp));
    case 'color':
      return textOf(element.value);
  }
}

function styled({ text, style }: Element & { type: 'text' }): Inline {
  if (style?.code) return { type: 'code', text };
  if (style?.bold) return textOf(text, 'strong');
  if (style?.italic) return textOf(text, 'emphasis');
  return style?.strike ? textOf(text, 'strike') : textOf(text);
}

/** Slack writes an emoji's code points in hex, with hyphens between. */
function emoji(unicode: string | undefined): string | undefined {
  const points = unicode?.split('-').map((point) => Number.parseInt(point, 16)) ?? [];
  const known = points.length > 0 && points.every((point) => point > 0 && point <= 0x10_ff_ff);
  return known ? String.fromCodePoint(...points) : undefined;
}
