import type { Block, Message } from '../../../../protocol/model/message.ts';
import { fitted } from '../../messages/fitted.ts';
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
  return fitted(found.length > 0 ? found : [unreadable]);
}

const unreadable: Block = { type: 'paragraph', children: [textOf('(a message that only Slack can show)', 'emphasis')] };
