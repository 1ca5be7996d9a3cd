import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type * as z from 'zod/mini';
import { issueWords } from './issue-words.ts';
import { Unusable } from './unusable.ts';

type Document = ReturnType<typeof parseDocument>;

/** How a file is called, and what is said of a name in it that nobody knows. */
export interface ReadingYaml {
  readonly file: string;
  readonly strange: string;
}

/** Reads the text of a YAML file as a schema wants it; an empty one as `{}`. Fails with Unusable, in one line, naming line and column. */
export function readYaml<T>({ file, strange }: ReadingYaml, content: string, schema: z.ZodMiniType<T>): T {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const { document, values } = parsed(file, content, lines, at);
  const read = schema.safeParse(values ?? {}, { error: issueWords });
  if (read.success) return read.data;
  // What is missing is often there under a name with a slip in it.
  const issue = read.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? read.error.issues[0];
  if (!issue) throw new Unusable(`${file}: cannot be read`);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const empty = isEmpty(document, path) ? 'has nothing under it; where it needs nothing, write {}' : undefined;
  const what = unknown === undefined ? (empty ?? issue.message) : strange;
  throw new Unusable(
    `${at(offsetOf(document, path))}: “${path.map(String).join('.').slice(0, 200)}” ${lowered(firstLine(what))}`,
  );
}

/** The document, and its plain values. An alias without its anchor, and nesting without an end, are found without a place. */
function parsed(file: string, content: string, lineCounter: LineCounter, at: (offset: number) => string) {
  try {
    // The library compares each key with all others, which takes it half a minute where there are many.
    const options = { lineCounter, prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
    const document = parseDocument(content, options);
    const [broken] = document.errors;
    if (broken) throw new Unusable(`${at(broken.pos[0])}: ${firstLine(broken.message)}`);
    const twice = secondKey(document);
    if (twice !== undefined) throw new Unusable(`${at(twice)}: Map keys must be unique`);
    const values: unknown = document.toJS();
    return { document, values };
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`${file}: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
}

/** Where a name stands for the second time in one map. */
function secondKey(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) {
          found = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        known.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

const isEmpty = (document: Document, path: readonly PropertyKey[]): boolean =>
  path.length > 0 && document.getIn(path.map(keyOf)) === null;

/** Somebody else may have written the file, and the first line may be all of it. */
const firstLine = (message: string): string => (message.split('\n')[0] ?? message).slice(0, 300);
const lowered = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

/** Where the thing at a path, or the nearest thing above it, begins in the text. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth).map(keyOf), true);
    const range = node !== null && typeof node === 'object' && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}

const keyOf = (key: PropertyKey): string | number => (typeof key === 'symbol' ? String(key) : key);
