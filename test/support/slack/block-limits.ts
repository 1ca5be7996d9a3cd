type Json = Readonly<Record<string, unknown>>;

/** Elements that Slack knows in a section of rich text. */
const inline = ['text', 'link', 'user', 'usergroup', 'channel', 'emoji', 'broadcast', 'date', 'color', 'team'];

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object/ */
function text(value: unknown, max: number, where: string): string[] {
  const { type, text: said } = (value ?? {}) as Json;
  if (type !== 'plain_text' && type !== 'mrkdwn') return [`${where}: no text object`];
  if (typeof said !== 'string' || said.length === 0) return [`${where}: must be more than 0 characters`];
  return said.length > max ? [`${where}: must be less than ${max + 1} characters`] : [];
}

const items = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

function between(list: readonly unknown[], min: number, max: number, where: string): string[] {
  return list.length < min || list.length > max ? [`${where}: ${list.length} items, not ${min} to ${max}`] : [];
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/ */
function richText(element: Json): string[] {
  const parts = items(element['elements']);
  if (element['type'] === 'rich_text_list') return parts.flatMap(richText);
  if (!['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'].includes(String(element['type'])))
    return [`rich_text: unknown element ${String(element['type'])}`];
  return parts.flatMap((part) => {
    if (!inline.includes(String(part['type']))) return [`rich_text: unknown ${String(part['type'])}`];
    return part['type'] === 'text' && part['text'] === '' ? ['rich_text: must be more than 0 characters'] : [];
  });
}

function block(value: Json): string[] {
  switch (value['type']) {
    // https://docs.slack.dev/reference/block-kit/blocks/header-block/
    case 'header':
      return [
        ...text(value['text'], 150, 'header'),
        ...((value['text'] as Json | undefined)?.['type'] === 'plain_text' ? [] : ['header: plain_text only']),
      ];
    // https://docs.slack.dev/reference/block-kit/blocks/section-block/
    case 'section':
      return [
        ...(value['text'] === undefined ? [] : text(value['text'], 3000, 'section')),
        ...(value['fields'] === undefined ? [] : between(items(value['fields']), 1, 10, 'fields')),
        ...items(value['fields']).flatMap((field) => text(field, 2000, 'field')),
        ...(value['text'] === undefined && value['fields'] === undefined ? ['section: text or fields'] : []),
      ];
    // https://docs.slack.dev/reference/block-kit/blocks/context-block/
    case 'context':
      return [
        ...between(items(value['elements']), 1, 10, 'context'),
        ...items(value['elements']).flatMap((element) => text(element, 2000, 'context')),
      ];
    case 'rich_text':
      return [...between(items(value['elements']), 1, 100, 'rich_text'), ...items(value['elements']).flatMap(richText)];
    case 'divider':
      return [];
    default:
      return [`unknown block ${String(value['type'])}`];
  }
}

/** Why Slack would answer `invalid_blocks`; nothing where it would take them. https://docs.slack.dev/reference/block-kit/blocks/ */
export const blockFaults = (blocks: unknown): string[] => [
  ...between(items(blocks), 0, 50, 'blocks'),
  ...items(blocks).flatMap(block),
];
