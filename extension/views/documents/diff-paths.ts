/** A path as a diff writes it: in quotes, where it has bytes in it that are no plain letters, and perhaps with a time behind it. */
export function pathOf(written: string): string | undefined {
  const text = written.startsWith('"') ? unquoted(written) : (written.split('\t')[0] ?? '').trimEnd();
  return text === '/dev/null' || text === '' ? undefined : text;
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** As git quotes: C's escapes, of which the octal ones are bytes of UTF-8. */
function unquoted(written: string): string {
  const bytes: number[] = [];
  const inner = /^"((?:[^"\\]|\\.)*)"/.exec(written)?.[1] ?? '';
  for (const [part] of inner.matchAll(/\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (!part.startsWith('\\')) bytes.push(...Buffer.from(part));
    else if (part.length === 4) bytes.push(Number.parseInt(part.slice(1), 8) & 0xff);
    else bytes.push(escapes[part.slice(1)] ?? 63);
  }
  return Buffer.from(bytes).toString();
}

const prefixes = /^[abciow]\//;

/** Both paths without git's `a/` and `b/`, where each side that there is has such a one. */
export function withoutPrefixes(
  old: string | undefined,
  made: string | undefined,
): readonly [string | undefined, string | undefined] {
  const all = [old, made].filter((path) => path !== undefined);
  const prefixed = all.every((path) => prefixes.test(path)) && (all.length === 1 || old?.charAt(0) !== made?.charAt(0));
  const bare = (path: string | undefined): string | undefined => (prefixed ? path?.slice(2) : path);
  return [bare(old), bare(made)];
}
