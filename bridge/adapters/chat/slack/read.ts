import type { Block, Inline, Message } from '../../../../protocol/model/message.ts';
import { cut } from './blocks.ts';
import { namedUsers } from './command-line.ts';
import { readAttachment, readBlocks } from './read-blocks.ts';
import { type Names, textOf } from './read-inline.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
import type { SlackMessage } from './schema.ts';

/** The people whom a message names, to be looked up before it is read. */
export function peopleIn(message: SlackMessage): string[] {
  // Every mention in a block stands in the text too, except where an app wrote the two apart.
  const inBlocks = JSON.stringify(message.blocks ?? []).matchAll(/"user_id":"([UW][A-Z0-9]+)"/g);
  const ids = [...namedUsers(message.text ?? ''), ...[...inBlocks].flatMap(([, id]) => id ?? [])];
  return [...new Set(ids)].slice(0, 20);
}

/** A Slack message as the tree that the room knows, within the tree's limits. */
export function readMessage(message: SlackMessage, names: Names): Message {
  const fromBlocks = readBlocks(message.blocks ?? [], names);
  const body = fromBlocks.length > 0 ? fromBlocks : readMrkdwn(message.text ?? '', names);
  const attached = (message.attachments ?? []).flatMap((each) => readAttachment(each, names));
  const files = (message.files ?? []).map(
    ({ name }): Block => ({
      type: 'paragraph',
      children: [textOf(`(file: ${name ?? 'without a name'})`, 'emphasis')],
    }),
  );
  const found = [...body, ...attached, ...files];
  const blocks = (found.length > 0 ? found : [unreadable]).slice(0, 100).map(bounded);
  return { text: fit(blocks.map(words).join('\n')), blocks };
}

const unreadable: Block = { type: 'paragraph', children: [textOf('(a message that only Slack can show)', 'emphasis')] };

const fit = (text: string): string => cut(text.toWellFormed(), 8000);

const line = (children: readonly Inline[]): Inline[] =>
  children.slice(0, 500).map((child) => ({ ...child, text: fit(child.text) }));

function bounded(block: Block): Block {
  switch (block.type) {
    case 'paragraph':
    case 'quote':
      return { ...block, children: line(block.children) };
    case 'code':
      return { ...block, text: fit(block.text) };
    case 'list':
      return { ...block, items: block.items.slice(0, 200).map(line) };
    case 'table': {
      const header = block.header.slice(0, 20).map(fit);
      const rows = block.rows.slice(0, 200).map((row) => row.slice(0, 20).map(line));
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
