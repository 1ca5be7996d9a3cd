import { cut } from '../../messages/cut.ts';
import { columns } from '../../messages/columns.ts';
import { excerptLine } from '../../messages/excerpt-line.ts';
import type { Block, Inline, Message } from '../../../../protocol/model/message.ts';
import type { Outgoing } from '../../../ports/chat-platform.ts';
import {
  clean,
  isWeb,
  longestBlocks,
  type Rendered,
  type RichElement,
  type RichInline,
  type RichSection,
  type SlackBlock,
  spoken,
} from './blocks.ts';
import { type Budget, createBudget } from './render-budget.ts';
import { tableRows } from './render-table.ts';

interface How extends Pick<Extract<Outgoing, { type: 'message' }>, 'by' | 'resent' | 'calls'> {
  /** The message bears its author's name as Slack shows names, so the words need not. */
  readonly asAuthors?: boolean;
  /** Whether a table may be Slack's own: one of a message may, of a view none. */
  readonly tables?: boolean;
  readonly most?: number;
}

interface Scope {
  readonly budget: Budget;
  readonly users: ReadonlyMap<string, string>;
  tables: number;
}

/** Slack documents no number of elements; this is far more than anybody reads. */
const elementsMost = 80;

/** A message as rich text, in which data stays data: nobody is called but `calls`, and no link is there but those that the message has. */
export function renderMessage(message: Message, how: How = {}): Rendered {
  const { by, resent, asAuthors = false, tables = true, most = longestBlocks - 1000 } = how;
  const scope: Scope = {
    budget: createBudget(most),
    users: new Map((how.calls ?? []).map(({ person, user }) => [person, user])),
    tables: tables ? 1 : 0,
  };
  const name = by === undefined ? undefined : cut(clean(by), 80);
  const before = name === undefined || asAuthors ? '' : `${name} (in Shiproom): `;
  const after = resent ? ' (resent)' : '';
  return {
    text: spoken(`${before}${message.text}${after}`),
    blocks: gathered(parts(message, before, after, scope)),
    ...(name !== undefined && asAuthors && name.trim() !== '' ? { username: name } : {}),
  };
}

type Part = RichElement | Extract<SlackBlock, { type: 'table' }>;

function parts(message: Message, before: string, after: string, scope: Scope): Part[] {
  const lead: RichInline[] = before === '' ? [] : [{ type: 'text', text: before, style: { bold: true } }];
  const [first, ...rest] = message.blocks.length > 0 ? message.blocks : [paragraph(message.text)];
  const begins = first?.type === 'paragraph';
  const opening = section([...lead, ...(begins ? inlines(first.children, scope) : [])]);
  const others = [...(begins || !first ? [] : [first]), ...rest].flatMap((block) => part(block, scope));
  const closing = section([
    ...(scope.budget.spent() ? [text('… The rest is in Shiproom.')] : []),
    ...(after === '' ? [] : [text(after)]),
  ]);
  return [...opening, ...others, ...closing];
}

const paragraph = (words: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text: words }] });
const text = (words: string) => ({ type: 'text', text: words }) as const;
const section = (elements: readonly RichInline[]): RichSection[] =>
  elements.length > 0 ? [{ type: 'rich_text_section', elements }] : [];

/** Slack runs sections together: each but the first begins on a line of its own. */
function gathered(all: readonly Part[]): SlackBlock[] {
  const blocks: (Extract<Part, { type: 'table' }> | RichElement[])[] = [];
  for (const each of all) {
    const last = blocks.at(-1);
    if (each.type === 'table') blocks.push(each);
    else if (Array.isArray(last) && last.length < elementsMost) last.push(after(last.at(-1), each));
    else blocks.push([each]);
  }
  return blocks.map((block) => (Array.isArray(block) ? { type: 'rich_text', elements: block } : block));
}

const after = (before: RichElement | undefined, element: RichElement): RichElement =>
  element.type === 'rich_text_section' && before?.type === 'rich_text_section'
    ? { ...element, elements: [text('\n'), ...element.elements] }
    : element;

function part(block: Block, scope: Scope): Part[] {
  switch (block.type) {
    case 'paragraph':
      return section(inlines(block.children, scope));
    case 'quote': {
      const elements = inlines(block.children, scope);
      return elements.length > 0 ? [{ type: 'rich_text_quote', elements }] : [];
    }
    case 'code':
      return [
        ...(block.excerpt ? section(inlines(excerptLine(block.excerpt), scope)) : []),
        ...preformatted(scope.budget.spend(block.text), block.language),
      ];
    case 'list': {
      const elements = block.items.flatMap((item) => section(inlines(item, scope)));
      const style = block.ordered ? 'ordered' : 'bullet';
      return elements.length > 0 ? [{ type: 'rich_text_list', style, elements }] : [];
    }
    case 'table':
      return table(block, scope);
  }
}

function table({ header, rows }: Extract<Block, { type: 'table' }>, scope: Scope): Part[] {
  const free = createBudget(longestBlocks);
  const found = scope.tables > 0 && tableRows(header, rows, (cell) => inlines(cell, { ...scope, budget: free }));
  if (!found || !scope.budget.takes(JSON.stringify(found).length))
    return preformatted(scope.budget.spend(columns(header, rows, clean)));
  scope.tables -= 1;
  return [{ type: 'table', rows: found }];
}

/** https://docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element/ */
function preformatted(words: string, language?: string): RichElement[] {
  if (words === '') return [];
  const named = language !== undefined && /^[\w+#.-]{1,40}$/.test(language);
  return [{ type: 'rich_text_preformatted', elements: [text(words)], ...(named && { language }) }];
}

function inlines(children: readonly Inline[], scope: Scope): RichInline[] {
  return children.flatMap((child) => {
    const shown = scope.budget.spend(child.text, child.type === 'link' ? child.href.length : 0);
    return shown === '' ? [] : [inline(child, shown, scope)];
  });
}

function inline(child: Inline, shown: string, { users }: Scope): RichInline {
  switch (child.type) {
    case 'text':
      return child.style ? { ...text(shown), style: styles[child.style] } : text(shown);
    case 'code':
      return { ...text(shown), style: { code: true } };
    case 'link':
      if (isWeb(child.href)) return { type: 'link', url: child.href, text: shown };
      return text(child.text === child.href ? shown : `${shown} (${clean(child.href)})`);
    case 'mention': {
      const user = users.get(child.person);
      // Named, and not called, where nobody vouched for it: whoever speaks in the room has no right to ring bells in Slack.
      if (user === undefined || !/^[UW][A-Z0-9]{1,40}$/.test(user)) return { ...text(shown), style: { bold: true } };
      return { type: 'user', user_id: user };
    }
  }
}

const styles = { strong: { bold: true }, emphasis: { italic: true }, strike: { strike: true } } as const;
