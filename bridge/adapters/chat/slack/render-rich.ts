import type { RichInline, RichSection } from './blocks.ts';

export type Line = readonly RichInline[];

export const said = (text: string): RichInline => ({ type: 'text', text });
export const bold = (text: string): RichInline => ({ type: 'text', text, style: { bold: true } });
export const code = (text: string): RichInline => ({ type: 'text', text, style: { code: true } });

/** Lines as one section; none where they say nothing. Slack refuses empty text. */
export function section(lines: readonly Line[]): RichSection[] {
  const elements = lines
    .flatMap((line, index) => (index > 0 ? [said('\n'), ...line] : line))
    .filter((each) => each.type !== 'text' || each.text !== '');
  return elements.length > 0 ? [{ type: 'rich_text_section', elements }] : [];
}

/** What a line says, without how. */
export const wordsOf = (line: Line): string => line.map((each) => (each.type === 'user' ? '' : each.text)).join('');
