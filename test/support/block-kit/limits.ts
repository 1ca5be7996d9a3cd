type Json = Readonly<Record<string, unknown>>;
type Surface = 'message' | 'home';

const items = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const json = (value: unknown): Json => (value ?? {}) as Json;
const count = (list: unknown, min: number, max: number, where: string): string[] => {
  const { length } = items(list);
  return length < min || length > max ? [`${where}: ${length} items, not ${min} to ${max}`] : [];
};
const chars = (value: unknown, min: number, max: number, where: string): string[] => {
  if (typeof value !== 'string') return [`${where}: no text`];
  return value.length < min || value.length > max ? [`${where}: ${value.length} characters, not ${min} to ${max}`] : [];
};

const isAddress = (url: unknown): boolean => typeof url === 'string' && URL.canParse(url);

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object/ */
function textObject(value: unknown, max: number, where: string, only?: 'plain_text'): string[] {
  const { type, text } = json(value);
  const kind = type === 'plain_text' || (type === 'mrkdwn' && only === undefined) ? [] : [`${where}: ${String(type)}`];
  return [...kind, ...chars(text, 1, max, where)];
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object/ */
const dialog = ({ title, text, confirm, deny, style }: Json): string[] => [
  ...textObject(title, 100, 'confirm title', 'plain_text'),
  ...textObject(text, 300, 'confirm text', 'plain_text'),
  ...textObject(confirm, 30, 'confirm yes', 'plain_text'),
  ...textObject(deny, 30, 'confirm no', 'plain_text'),
  ...(style === undefined || style === 'primary' || style === 'danger' ? [] : ['confirm: style']),
];

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element/ */
const button = ({ type, text, action_id, value, url, style, confirm }: Json): string[] => [
  ...(type === 'button' ? [] : [`actions: ${String(type)}`]),
  ...textObject(text, 75, 'button', 'plain_text'),
  ...chars(action_id, 1, 255, 'action_id'),
  ...(value === undefined ? [] : chars(value, 1, 2000, 'value')),
  ...(url === undefined ? [] : chars(url, 1, 3000, 'url')),
  ...(url === undefined || isAddress(url) ? [] : ['button: no url']),
  ...(style === undefined || style === 'primary' || style === 'danger' ? [] : ['button: style']),
  ...(confirm === undefined ? [] : dialog(json(confirm))),
];

const inlines: Readonly<Record<string, (element: Json) => string[]>> = {
  text: ({ text }) => chars(text, 1, 12_000, 'rich text'),
  link: ({ url, text }) => [
    ...(isAddress(url) ? [] : ['link: no url']),
    ...(text === undefined ? [] : chars(text, 1, 12_000, 'link')),
  ],
  user: ({ user_id }) => (/^[UW][A-Z0-9]+$/.test(String(user_id)) ? [] : ['user: no id']),
};
const inline = (element: Json): string[] =>
  (inlines[String(element['type'])] ?? (() => [`rich text: ${String(element['type'])}`]))(element);

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/ */
function rich({ type, elements, style }: Json): string[] {
  switch (type) {
    case 'rich_text_list':
      return [
        ...(style === 'bullet' || style === 'ordered' ? [] : ['list: style']),
        ...count(elements, 1, 200, 'list'),
        ...items(elements).flatMap((item) =>
          item['type'] === 'rich_text_section' ? rich(item) : ['list: no section'],
        ),
      ];
    case 'rich_text_preformatted':
      return items(elements).flatMap((part) => (part['type'] === 'user' ? ['preformatted: user'] : inline(part)));
    case 'rich_text_section':
    case 'rich_text_quote':
      return [...count(elements, 1, 1000, type), ...items(elements).flatMap(inline)];
    default:
      return [`rich text: ${String(type)}`];
  }
}

const richText = ({ elements }: Json): string[] => [
  ...count(elements, 1, 100, 'rich_text'),
  ...items(elements).flatMap(rich),
];

/** https://docs.slack.dev/reference/block-kit/blocks/table-block/ , and blank cells, which Slack refuses: vercel/chat#373 */
function table({ rows }: Json): string[] {
  const all = items(rows).map((row) => items(row));
  const even = all.every((row) => row.length === all[0]?.length);
  return [
    ...count(rows, 1, 100, 'rows'),
    ...all.flatMap((row) => count(row, 1, 20, 'cells')),
    ...(even ? [] : ['table: rows differ']),
    ...all.flat().flatMap((cell) => {
      if (cell['type'] === 'rich_text') return richText(cell);
      return cell['type'] === 'raw_text' ? chars(cell['text'], 1, 10_000, 'cell') : [`cell: ${String(cell['type'])}`];
    }),
  ];
}

function block(value: Json, surface: Surface): string[] {
  const { type, text, fields, elements } = value;
  switch (type) {
    case 'header':
      return textObject(text, 150, 'header', 'plain_text');
    case 'section':
      return [
        ...(text === undefined ? [] : textObject(text, 3000, 'section')),
        ...(fields === undefined ? [] : count(fields, 1, 10, 'fields')),
        ...items(fields).flatMap((field) => textObject(field, 2000, 'field')),
      ];
    case 'context':
      return [
        ...count(elements, 1, 10, 'context'),
        ...items(elements).flatMap((each) => textObject(each, 3000, 'context')),
      ];
    case 'actions':
      return [...count(elements, 1, 25, 'actions'), ...items(elements).flatMap(button)];
    case 'rich_text':
      return richText(value);
    case 'table':
      return surface === 'home' ? ['home: table'] : table(value);
    case 'divider':
      return [];
    default:
      return [`unknown block ${String(type)}`];
  }
}

const ids = (blocks: unknown): unknown[] =>
  items(blocks).flatMap(({ type, elements }) =>
    type === 'actions' ? items(elements).map((each) => each['action_id']) : [],
  );

/** Why Slack would refuse these blocks; nothing where it would take them. https://docs.slack.dev/reference/block-kit/blocks/ */
export function faultsOf(blocks: unknown, surface: Surface = 'message'): string[] {
  const actions = ids(blocks);
  const tables = items(blocks).filter(({ type }) => type === 'table').length;
  return [
    ...count(blocks, 0, surface === 'home' ? 100 : 50, 'blocks'),
    ...(new Set(actions).size === actions.length ? [] : ['action_id: twice']),
    ...(tables > 1 ? ['only_one_table_allowed'] : []),
    // https://github.com/slackapi/bolt-js/issues/2509
    ...(surface === 'message' && JSON.stringify(blocks).length > 13_000 ? ['msg_blocks_too_long'] : []),
    ...items(blocks).flatMap((each) => block(each, surface)),
  ];
}
