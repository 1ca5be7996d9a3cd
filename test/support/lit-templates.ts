/** The literal parts of each of a source's `html` templates, with `\0` where a value stands. */
export const litTemplates = (source: string): string[] =>
  [...source.matchAll(/\bhtml`/g)].map(({ index }) => literalOf(source, index + 5)[0]);

/** What is written out up to a template's closing backtick, and where that is. */
function literalOf(source: string, from: number): [string, number] {
  let said = '';
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '`') return [said, at];
    if (source[at] === '\\') {
      at += 1;
      said += source[at];
    } else if (source.startsWith('${', at)) {
      at = endOfHole(source, at + 2);
      said += '\0';
    } else said += source[at];
  }
  throw new Error('a template does not end');
}

/** Where the brace is that closes a value. */
function endOfHole(source: string, from: number): number {
  let open = 1;
  for (let at = from; at < source.length; at += 1) {
    const char = source[at];
    if (char === '`') [, at] = literalOf(source, at + 1);
    else if (char === "'" || char === '"') at = endOfString(source, at);
    else if (char === '{') open += 1;
    else if (char === '}') open -= 1;
    if (open === 0) return at;
  }
  throw new Error('a value does not end');
}

function endOfString(source: string, from: number): number {
  let at = from + 1;
  while (source[at] !== source[from]) at += source[at] === '\\' ? 2 : 1;
  return at;
}

/** What of a template's literal parts a reader sees or hears: text between tags but for code, and what attributes say. */
export function wordsIn(template: string): string[] {
  const attributes = [...template.matchAll(/\b(?:aria-label|aria-description|title|placeholder|alt)="([^"]*)"/g)];
  const text = template
    .replace(/<code[^>]*>[^<]*<\/code>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .split(/[\n\0]/);
  return [...attributes.map(([, said = '']) => said), ...text]
    .filter((each) => /\p{L}/u.test(each))
    .map((each) => each.trim());
}
