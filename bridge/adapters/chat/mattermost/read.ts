import * as z from 'zod/mini';
import type { Block, Inline, Message } from '../../../../protocol/model/message.ts';
import { fitted } from '../../messages/fitted.ts';
import { linkTo, type Names, readInline, textOf } from './read-inline.ts';
import { readMarkdown } from './read-markdown.ts';
import { lenient, type Post } from './schema.ts';

const text = lenient(z.string());
const Attachment = z.object({
  pretext: text,
  title: text,
  title_link: text,
  text,
  fields: lenient(z.array(z.object({ title: text, value: text }))),
  fallback: text,
});

/** A post as the tree that the room knows, within the tree's limits. */
export function readMessage(post: Post, names: Names): Message {
  const attachments = post.props?.['attachments'];
  const attached = Array.isArray(attachments) ? attachments.flatMap((each) => readAttachment(each, names)) : [];
  const files = (post.metadata?.files ?? []).map(({ name }) => line(`(file: ${name ?? 'without a name'})`));
  const found = [...readMarkdown(post.message, names), ...attached, ...files];
  return fitted(found.length > 0 ? found : [line('(a message that only Mattermost can show)')]);
}

const line = (said: string): Block => ({ type: 'paragraph', children: [textOf(said, 'emphasis')] });

/** The words of an attachment, in which most CI services speak; its fallback where it has no others. */
function readAttachment(value: unknown, names: Names): Block[] {
  const parsed = Attachment.safeParse(value);
  if (!parsed.success) return [];
  const { pretext = '', title = '', title_link = '', text: body = '', fields = [], fallback = '' } = parsed.data;
  const head: Inline[] = title === '' ? [] : [title_link ? linkTo(title_link, title) : textOf(title, 'strong')];
  const facts = fields.map(
    ({ title: name = '', value: said = '' }): Block => ({
      type: 'paragraph',
      children: [textOf(`${name}: `, 'strong'), ...readInline(said, names)],
    }),
  );
  const found: Block[] = [
    ...readMarkdown(pretext, names),
    ...(head.length > 0 ? [{ type: 'paragraph' as const, children: head }] : []),
    ...readMarkdown(body, names),
    ...facts,
  ];
  return found.length > 0 ? found : readMarkdown(fallback, names);
}
