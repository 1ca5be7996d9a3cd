import { cut } from '../../messages/cut.ts';
import { columns } from '../../messages/columns.ts';
import { excerptLine } from '../../messages/excerpt-line.ts';
import type { Block, Inline, Message } from '../../../../protocol/model/message.ts';
import { clean, codeBlock, escape, inlineCode, inOneLine, linkTo, mention, styled } from './escape.ts';

/**
 * A post holds 16,383 characters (`PostMessageMaxRunesV2` in the server's `model/post.go`), and escaping makes two of one at most.
 * https://docs.mattermost.com/collaborate/send-messages.html
 */
const most = 16_000;
const mostData = 7000;

export interface Telling {
  readonly by?: string;
  readonly resent?: boolean;
  /** The names of those who are called, by person. */
  readonly called?: ReadonlyMap<string, string>;
}

/** A message as Markdown in which data stays data. */
export function renderMessage(message: Message, how: Telling = {}): string {
  const { spend, spent } = createBudget();
  const lead = how.by === undefined ? '' : `${styled('**', cut(inOneLine(how.by), 80))} (in Shiproom): `;
  const blocks = message.blocks.length > 0 ? message.blocks : [paragraph(message.text)];
  const shown = blocks
    .map((block) => ({ block, written: write(block, spend, how.called) }))
    .filter(({ written }) => written !== '');
  // A fence, a list or a quote needs a line of its own.
  const begins = lead === '' || shown[0]?.block.type === 'paragraph';
  const body = (begins ? lead : `${lead}\n\n`) + shown.map(({ written }) => written).join('\n\n');
  const whole =
    body +
    (spent() ? '\n\n… The rest is in Shiproom.' : '') +
    (how.resent ? `${shown.at(-1)?.block.type === 'paragraph' && !spent() ? ' ' : '\n\n'}(resent)` : '');
  if (whole.trim() === '') return '–';
  return whole.length <= most ? whole : `${lead}${escape(cut(message.text, mostData - 200))}`;
}

const paragraph = (words: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text: words }] });

/** Hands text out until there was enough of it; then nothing more. */
type Budget = (text: string) => string;

function createBudget(): { readonly spend: Budget; readonly spent: () => boolean } {
  let left = mostData;
  return {
    spend(text) {
      const part = left > 1 ? cut(clean(text), left) : '';
      left -= part.length;
      return part;
    },
    spent: () => left <= 1,
  };
}

type Called = Telling['called'];

function write(block: Block, spend: Budget, called: Called): string {
  switch (block.type) {
    case 'paragraph':
      return inlines(block.children, spend, called);
    case 'quote': {
      const said = inlines(block.children, spend, called);
      return said === '' ? '' : said.replaceAll(/^/gm, '> ');
    }
    case 'code':
      return [
        block.excerpt ? inlines(excerptLine(block.excerpt), spend, called) : '',
        codeBlock(spend(block.text), block.language),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    case 'list':
      return block.items
        .map((item) => inlines(item, (text) => spend(text.replaceAll(/\s+/g, ' ')), called))
        .flatMap((item, index) => (item === '' ? [] : `${block.ordered ? `${index + 1}.` : '-'} ${item}`))
        .join('\n');
    case 'table':
      // A table of Markdown ends at a bar in its data, for some readers even at an escaped one.
      return codeBlock(spend(columns(block.header, block.rows, clean)));
  }
}

const inlines = (children: readonly Inline[], spend: Budget, called: Called): string =>
  children
    .map((child) => {
      const text = spend(child.text);
      return text === '' ? '' : inline({ ...child, text }, called);
    })
    .join('');

const styles = { strong: '**', emphasis: '_', strike: '~~' } as const;

function inline(child: Inline, called: Called): string {
  switch (child.type) {
    case 'text':
      return child.style === undefined ? escape(child.text) : styled(styles[child.style], child.text);
    case 'code':
      return inlineCode(child.text);
    case 'link':
      return linkTo(child.href, child.text) ?? escape(child.text);
    case 'mention': {
      // Named, and called only where we were told to: whoever speaks in the room has no right to ring bells here.
      const name = called?.get(child.person);
      return name === undefined ? styled('**', child.text) : mention(name);
    }
  }
}
