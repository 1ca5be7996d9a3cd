import type { Block, Inline } from '../../../../protocol/model/message.ts';
import { type Names, readInline, textOf } from './read-inline.ts';

type Kind = 'paragraph' | 'quote' | 'bullets' | 'numbers' | 'heading';
interface Group {
  readonly kind: Kind;
  readonly lines: string[];
}

const fence = /^ {0,3}(`{3,}|~{3,}) {0,3}([\w+#-]{0,40})[^`]{0,200}$/;
const marks: readonly (readonly [kind: Kind, mark: RegExp])[] = [
  ['quote', /^ {0,3}> ?/],
  ['bullets', /^ {0,12}[-*+] +(?=\S)/],
  ['numbers', /^ {0,12}\d{1,9}[.)] +(?=\S)/],
  ['heading', /^ {0,3}#{1,6} +(?=\S)/],
];

/**
 * What people write, as blocks: fences, quotes, lists, headings, and the rest as paragraphs. Nothing is refused; what is not known stands
 * there as it was typed. https://docs.mattermost.com/collaborate/format-messages.html
 */
export function readMarkdown(text: string, names: Names): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let code: { readonly close: string; readonly language: string; readonly lines: string[] } | undefined;
  for (const line of text.replaceAll(/\r\n?/g, '\n').split('\n')) {
    if (code && closes(line, code.close)) {
      blocks.push(...fenced(code));
      code = undefined;
    } else if (code) code.lines.push(line);
    else {
      const [, close, language = ''] = fence.exec(line) ?? [];
      if (close === undefined) lines.push(line);
      else {
        blocks.push(...readLines(lines, names));
        lines = [];
        code = { close, language, lines: [] };
      }
    }
  }
  // A fence that nobody closed reaches to the end.
  return [...blocks, ...(code ? fenced(code) : readLines(lines, names))];
}

const closes = (line: string, close: string): boolean => {
  const said = line.trim();
  return said.length >= close.length && said === close.charAt(0).repeat(said.length);
};

function fenced({ lines, language }: { readonly lines: readonly string[]; readonly language: string }): Block[] {
  const text = lines.join('\n').replaceAll(/^\n+|\n+$/g, '');
  if (text === '') return [];
  return [language === '' ? { type: 'code', text } : { type: 'code', text, language }];
}

function readLines(lines: readonly string[], names: Names): Block[] {
  const groups: Group[] = [];
  let open = false;
  for (const line of lines) {
    const [kind, mark] = marks.find(([, each]) => each.test(line)) ?? ['paragraph', /^/];
    const said = line.replace(mark, '');
    const last = groups.at(-1);
    if (said.trim() === '') open = false;
    else if (open && last?.kind === kind && kind !== 'heading') last.lines.push(said);
    else groups.push({ kind, lines: [said] });
    open = said.trim() !== '';
  }
  return groups.map((group) => blockOf(group, names));
}

function blockOf({ kind, lines }: Group, names: Names): Block {
  const read = (text: string): Inline[] => readInline(text, names);
  switch (kind) {
    case 'bullets':
    case 'numbers':
      return { type: 'list', ordered: kind === 'numbers', items: lines.map(read) };
    case 'quote':
      return { type: 'quote', children: read(lines.join('\n')) };
    case 'heading':
      return { type: 'paragraph', children: [textOf(lines.join(' '), 'strong')] };
    case 'paragraph':
      return { type: 'paragraph', children: read(lines.join('\n')) };
  }
}
