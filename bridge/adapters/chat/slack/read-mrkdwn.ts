import type { Block, Inline } from '../../../../protocol/model/message.ts';
import { unescape, unmark } from './command-line.ts';
import { linkTo, type Names, textOf } from './read-inline.ts';

/** Code, markup in angle brackets, and the three styles, each within its line. */
const token =
  /`([^`\n]+)`|<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>|(?<![\w*_~])([*_~])(?=\S)([^\n*_~]*[^\s*_~])\5(?![\w*_~])/g;
const styles: Readonly<Record<string, 'strong' | 'emphasis' | 'strike'>> = {
  '*': 'strong',
  _: 'emphasis',
  '~': 'strike',
};

/** Text in Slack's mrkdwn: fences, quoted lines, and the rest as paragraphs. https://docs.slack.dev/messaging/formatting-message-text/ */
export function readMrkdwn(text: string, names: Names): Block[] {
  return text.split('```').flatMap((part, index, parts) => {
    // A fence that nobody closed is three backticks.
    if (index % 2 === 1 && index < parts.length - 1) return fenced(part);
    return readLines(index % 2 === 1 ? `\`\`\`${part}` : part, names);
  });
}

const fenced = (part: string): Block[] => {
  const text = unescape(part).replaceAll(/^\n|\n$/g, '');
  return text === '' ? [] : [{ type: 'code', text }];
};

const quoted = (line: string): boolean => line.startsWith('&gt;');

function readLines(text: string, names: Names): Block[] {
  const groups: { quote: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quote = quoted(line);
    const last = groups.at(-1);
    const said = quote ? line.slice('&gt;'.length).trimStart() : line;
    if (last?.quote === quote) last.lines.push(said);
    else groups.push({ quote, lines: [said] });
  }
  return groups.flatMap(({ quote, lines }): Block[] => {
    const children = readInline(lines.join('\n').replaceAll(/^\n+|\n+$/g, ''), names);
    return children.length > 0 ? [{ type: quote ? 'quote' : 'paragraph', children }] : [];
  });
}

/** One stretch of mrkdwn, without blocks in it. */
export function readInline(text: string, names: Names): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > at) found.push(textOf(unescape(text.slice(at, match.index))));
    found.push(inline(match, names));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(textOf(unescape(text.slice(at))));
  return found;
}

function inline([whole, code, kind = '', id, label, mark, styled]: RegExpExecArray, names: Names): Inline {
  if (code !== undefined) return { type: 'code', text: unescape(code) };
  if (mark !== undefined && styled !== undefined) return textOf(unescape(styled), styles[mark]);
  if (id === undefined) return textOf(whole);
  if (kind === '@') return names.mention(id);
  if (kind === '') return linkTo(unescape(id), label === undefined ? undefined : unescape(label));
  return textOf(unescape(unmark(kind, id, label, (user) => names.nameOf(user))));
}
