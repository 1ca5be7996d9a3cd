import { excerptPlace, type Shown } from '../../protocol/model/excerpt.ts';
import type { Block, Message } from '../../protocol/model/message.ts';

type Code = Extract<Block, { type: 'code' }>;

const mostBlocks = 100;

/** What somebody typed, with the lines of code that they show: a block of its own, and in plain words where it is from. */
export function withExcerpt(message: Message, code: Code | undefined): Message {
  if (!code?.excerpt) return message;
  const place = placeLine(code);
  const text = message.text.endsWith(place) ? message.text : `${message.text}${place}`;
  return { ...message, text, blocks: [...message.blocks.slice(0, mostBlocks - 1), code] };
}

/** Lines of code as they stand in a message. */
export const excerptBlock = ({ of, text, language }: Shown): Code => ({
  type: 'code',
  text,
  ...(language === undefined ? {} : { language }),
  excerpt: of,
});

/** The lines of code that a message shows, if it shows any. */
export const excerptOf = ({ blocks }: Message): Code | undefined =>
  blocks.find((block): block is Code => block.type === 'code' && block.excerpt !== undefined);

/** What somebody types in place of a message's plain text: without the line that says where its code is from. */
export const withoutPlace = (text: string, code: Code | undefined): string =>
  code && text.endsWith(placeLine(code)) ? text.slice(0, -placeLine(code).length) : text;

const placeLine = ({ excerpt }: Code): string => (excerpt ? `\n${excerptPlace(excerpt)}` : '');
