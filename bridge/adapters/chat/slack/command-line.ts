const markup = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Undoes Slack's escaping of text. */
export const unescape = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** The people whom mrkdwn text names, by id. */
export const namedUsers = (text: string): string[] =>
  [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].flatMap(([, id]) => id ?? []);

/** What a piece of markup was before Slack made markup of it. `nameOf` gives a person's name by id. */
export function unmark(kind: string, id: string, label: string | undefined, nameOf: (id: string) => string): string {
  if (kind === '@') return `@${label || nameOf(id)}`;
  if (kind === '#') return `#${label || id}`;
  if (kind === '!') return label ?? `@${id.replace(/^subteam\^/, '')}`;
  return label || id;
}

/** A command line as its author typed it: without links, mentions, escapes and the curly quotes that Slack's clients put in. */
export function commandLine(text: string, nameOf: (id: string) => string): string {
  const unmarked = text.replaceAll(markup, (_, kind: string, id: string, label: string | undefined) =>
    unmark(kind, id, label, nameOf),
  );
  return unescape(unmarked)
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/[‘’‚]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 2000);
}

/** What follows our name where a text begins with it; undefined where it does not. */
export function addressed(text: string, ourId: string): string | undefined {
  const start = text.trimStart();
  const end = start.indexOf('>');
  if (end < 0 || (start.slice(0, end) !== `<@${ourId}` && !start.startsWith(`<@${ourId}|`))) return undefined;
  return start.slice(end + 1).replace(/^\s*[:,]/, '');
}
