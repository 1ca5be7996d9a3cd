/** What a reader of Mattermost makes of Markdown: words, and all that is more than words. */
export interface Read {
  readonly text: string;
  readonly code: readonly string[];
  /** Who is called, without the `@`, in lower case. */
  readonly calls: readonly string[];
  readonly links: readonly string[];
  readonly images: number;
  /** `~channel`, `#hashtag`, `:emoji:`, tags and entities, as they stand. */
  readonly other: readonly string[];
  /** Headings, quotes, lists, tables, rules and indented code, by their first letters: `h`, `q`, `l`, `t`, `r`, `i`. */
  readonly blocks: string;
}

/** `SanitizeUnicode` in the server's `model/utils.go`. */
const sanitized =
  /[\u0340\u0341\u17a3\u17d3\u2028\u2029\u202a-\u202e\u206a-\u206f\ufff9-\ufffc\ufeff\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu;

interface Pile {
  text: string;
  images: number;
  readonly code: string[];
  readonly links: string[];
  readonly other: string[];
  blocks: string;
}

/** Reads it as the strictest of Mattermost's readers would: what any of them takes for more than words counts as that. */
export function readMattermost(markdown: string): Read {
  const pile: Pile = { text: '', images: 0, code: [], links: [], other: [], blocks: '' };
  const lines = markdown.replaceAll(sanitized, '').split('\n');
  let paragraph: string[] = [];
  const flush = (): void => {
    inline(paragraph.join('\n'), pile);
    pile.text += '\n';
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const [, open] = /^ {0,3}(`{3,}|~{3,})[^`]*$/.exec(lines[at] ?? '') ?? [];
    if (open === undefined) paragraph = block(lines[at] ?? '', paragraph, pile, flush);
    else {
      flush();
      const end = lines.findIndex((line, index) => index > at && closes(line, open));
      pile.code.push(lines.slice(at + 1, end < 0 ? undefined : end).join('\n'));
      at = end < 0 ? lines.length : end;
    }
  }
  flush();
  const { images, code, other, blocks } = pile;
  const text = pile.text.replaceAll(/\n+$/g, '');
  return {
    text,
    code,
    calls: calls(text),
    links: [...pile.links, ...bare(text)],
    images,
    other: [...other, ...odd(text)],
    blocks,
  };
}

const closes = (line: string, open: string): boolean =>
  /^ {0,3}(`{3,}|~{3,})\s*$/.test(line) && line.trim().length >= open.length && line.trim()[0] === open[0];

function block(line: string, paragraph: string[], pile: Pile, flush: () => void): string[] {
  let rest = line;
  while (/^ {0,3}>/.test(rest)) {
    rest = rest.replace(/^ {0,3}> ?/, '');
    pile.blocks += 'q';
  }
  if (/^ {0,3}#{1,6}(\s|$)/.test(rest)) pile.blocks += 'h';
  if (paragraph.length > 0 && /^ {0,3}(=+|-+)\s*$/.test(rest)) pile.blocks += 'h';
  if (/^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(rest)) pile.blocks += 'r';
  if (/^\s{0,3}(?:[-*+]|\d{1,9}[.)])(\s|$)/.test(rest)) {
    rest = rest.replace(/^\s*(?:[-*+]|\d{1,9}[.)])\s?/, '');
    pile.blocks += 'l';
  }
  if (paragraph.length === 0 && /^(?: {4}|\t)\S/.test(rest)) pile.blocks += 'i';
  if (/^ *\|?[ :]*-+[ :]*(\|[ :]*-+[ :]*)+\|? *$/.test(rest)) pile.blocks += 't';
  if (rest.trim() !== '') return [...paragraph, rest];
  flush();
  return [];
}

const marks = {
  escaped: /\\([!-/:-@[-`{-~])/y,
  ticks: /`+/y,
  link: /(!?)\[((?:\\.|[^[\]\\])*)\]\(([^()\s]*)[^()]*\)/y,
  tag: /<[A-Za-z/!?][^<>]*>|&(?:#?\w+);/y,
  mark: /\*+|~~|(?<!\w)_+|_+(?!\w)/y,
  words: /[^\\`![<&*~_]+/y,
};

function inline(source: string, pile: Pile): void {
  let at = 0;
  const next = (mark: RegExp): RegExpExecArray | null => {
    mark.lastIndex = at;
    return mark.exec(source);
  };
  while (at < source.length) {
    const words = next(marks.words)?.[0] ?? '';
    pile.text += words;
    at += words.length;
    const escaped = next(marks.escaped)?.[1];
    const ticks = next(marks.ticks)?.[0] ?? '';
    const end = ticks === '' ? -1 : endOfCode(source, at + ticks.length, ticks);
    const [link, bang = '', label = '', href = ''] = next(marks.link) ?? [];
    if (escaped !== undefined) {
      pile.text += escaped;
      at += 2;
    } else if (end >= 0) {
      pile.code.push(source.slice(at + ticks.length, end));
      pile.text += '\u0000';
      at = end + ticks.length;
    } else if (link !== undefined) {
      if (bang === '') pile.links.push(href);
      else pile.images += 1;
      inline(label, pile);
      at += link.length;
    } else {
      pile.other.push(...(next(marks.tag)?.slice(0, 1) ?? []));
      const mark = next(marks.mark)?.[0] ?? '';
      pile.text += mark === '' ? ticks || (source[at] ?? '') : '';
      at += Math.max(mark.length, ticks.length, 1);
    }
  }
}

function endOfCode(source: string, from: number, ticks: string): number {
  for (const { 0: run, index } of source.slice(from).matchAll(/`+/g)) if (run === ticks) return from + index;
  return -1;
}

/** As the server splits text into words to notify by, and as the clients highlight. */
function calls(text: string): string[] {
  const words = text
    .split(/[^\p{L}\p{N}:.\-_@]+/u)
    .flatMap((word) => /^[:.\-_]*@([^@]+?)[:.\-_]*$/.exec(word)?.[1] ?? []);
  const seen = [...text.matchAll(/(?:\B|\b_+)@([a-z0-9.\-_]+)/gi)].flatMap(([, name]) => name ?? []);
  return [...new Set([...words, ...seen].map((name) => name.toLowerCase().replace(/[.\-_]+$/, '')))].filter(
    (name) => name !== '',
  );
}

const bare = (text: string): string[] =>
  [...text.matchAll(/[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\bmailto:\S+|[\w.+-]+@[\w-]+\.\w+/gi)].map(
    ([found]) => found,
  );

const odd = (text: string): string[] =>
  [
    /(?:^|[^\w~])~[a-z0-9][\w-]*/gi,
    /:[a-z0-9_+-]+:/gi,
    /(?:^|\s)[^\p{L}\d\s#]*#\p{L}[\p{L}\d\-_.]*[\p{L}\d]/gu,
  ].flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found));

/** The words alone, as a reader sees them: what is not seen is left out. */
export const seen = (markdown: string): string => {
  const { text, code } = readMattermost(markdown);
  let next = 0;
  return text.replaceAll('\u0000', () => code[next++] ?? '').replaceAll('\u2060', '');
};
