import type { Block, Inline, Message } from '../../../protocol/model/message.ts';
import { cut } from './cut.ts';

const longestWords = 8000;
const mostBlocks = 100;
const mostInlines = 500;
const mostItems = 200;
const mostColumns = 20;

/** What was read of a platform's message, within the limits of the tree, with the plain words that it comes to. */
export function fitted(found: readonly Block[]): Message {
  const blocks = found.slice(0, mostBlocks).map(bounded);
  return { text: fit(blocks.map(words).join('\n')), blocks };
}

const fit = (text: string): string => cut(text.toWellFormed(), longestWords);

const line = (children: readonly Inline[]): Inline[] =>
  children.slice(0, mostInlines).map((child) => ({ ...child, text: fit(child.text) }));

function bounded(block: Block): Block {
  switch (block.type) {
    case 'paragraph':
    case 'quote':
      return { ...block, children: line(block.children) };
    case 'code':
      return { ...block, text: fit(block.text) };
    case 'list':
      return { ...block, items: block.items.slice(0, mostItems).map(line) };
    case 'table': {
      const header = block.header.slice(0, mostColumns).map(fit);
      const rows = block.rows.slice(0, mostItems).map((row) => row.slice(0, mostColumns).map(line));
      return { ...block, header, rows };
    }
  }
}

const say = (children: readonly Inline[]): string => children.map((child) => child.text).join('');

function words(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return say(block.children);
    case 'quote':
      return `> ${say(block.children)}`;
    case 'code':
      return block.text;
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '•'} ${say(item)}`).join('\n');
    case 'table':
      return [block.header, ...block.rows.map((row) => row.map(say))].map((row) => row.join(' | ')).join('\n');
  }
}
