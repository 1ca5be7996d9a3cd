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

const plainText = (value: unknown, max: number, where: string): string[] => [
  ...text(value, max, where),
  ...((value as Json | undefined)?.['type'] === 'plain_text' ? [] : [`${where}: plain_text only`]),
];

const atMost = (value: unknown, max: number, where: string): string[] =>
  value === undefined || (typeof value === 'string' && value.length <= max) ? [] : [`${where}: at most ${max}`];

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object/ */
const dialog = (value: Json): string[] => [
  ...plainText(value['title'], 100, 'confirm.title'),
  ...plainText(value['text'], 300, 'confirm.text'),
  ...plainText(value['confirm'], 30, 'confirm.confirm'),
  ...plainText(value['deny'], 30, 'confirm.deny'),
];

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element/ */
function button(value: Json): string[] {
  if (value['type'] !== 'button') return [`actions: unknown ${String(value['type'])}`];
  return [
    ...plainText(value['text'], 75, 'button'),
    ...atMost(value['action_id'], 255, 'action_id'),
    ...atMost(value['value'], 2000, 'value'),
    ...atMost(value['url'], 3000, 'url'),
    ...(['primary', 'danger', undefined].includes(value['style'] as string) ? [] : ['button: style']),
    ...(value['confirm'] === undefined ? [] : dialog(value['confirm'] as Json)),
  ];
}

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block/ */
function actions(value: Json): string[] {
  const elements = items(value['elements']);
  const ids = elements.map((element) => element['action_id']);
  const repeated = new Set(ids).size < ids.length ? ['actions: an action_id comes twice'] : [];
  return [...between(elements, 1, 25, 'actions'), ...repeated, ...elements.flatMap(button)];
}

/** https://docs.slack.dev/reference/block-kit/blocks/table-block/ */
function table(value: Json): string[] {
  const rows = Array.isArray(value['rows']) ? (value['rows'] as Json[][]) : [];
  const cell = (each: Json): string[] => {
    if (each['type'] === 'rich_text') return items(each['elements']).flatMap(richText);
    return each['type'] === 'raw_text' && each['text'] !== '' ? [] : [`table: cell ${String(each['type'])}`];
  };
  return [
    ...between(rows, 1, 100, 'rows'),
    ...rows.flatMap((row) => between(row, 1, 20, 'cells')),
    ...rows.flat().flatMap(cell),
  ];
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
    case 'actions':
      return actions(value);
    case 'table':
      return table(value);
    case 'divider':
      return [];
    default:
      return [`unknown block ${String(value['type'])}`];
  }
}

/** Why Slack would answer `invalid_blocks`; nothing where it would take them. https://docs.slack.dev/reference/block-kit/blocks/ */
export const blockFaults = (blocks: unknown): string[] => [
  ...between(items(blocks), 0, 50, 'blocks'),
  // https://docs.slack.dev/reference/block-kit/blocks/table-block/ : one table a message.
  ...between(
    items(blocks).filter(({ type }) => type === 'table'),
    0,
    1,
    'tables',
  ),
  ...items(blocks).flatMap(block),
];

/** The same for a view, which may have more blocks, and no table. https://docs.slack.dev/reference/views/home-tab-views/ */
export const viewFaults = (blocks: unknown): string[] => [
  ...between(items(blocks), 0, 100, 'blocks'),
  ...items(blocks).flatMap((each) => (each['type'] === 'table' ? ['view: no tables'] : block(each))),
];

/** The button that bears a label. */
export function buttonIn(blocks: unknown, label: string): (Json & { readonly block_id?: string }) | undefined {
  return items(blocks)
    .flatMap((each) => (each['type'] === 'actions' ? items(each['elements']) : [each['accessory'] as Json | undefined]))
    .find((element) => element?.['type'] === 'button' && (element['text'] as Json)['text'] === label);
}
