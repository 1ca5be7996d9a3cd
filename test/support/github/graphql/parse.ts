export type Value =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'plain'; readonly value: string | number | boolean | null }
  | { readonly type: 'enum'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Value>> };
export interface Field {
  readonly kind: 'field';
  readonly name: string;
  readonly alias: string;
  readonly arguments: Readonly<Record<string, Value>>;
  readonly directives: readonly Directive[];
  readonly selection?: Selection;
}
interface Directive {
  readonly name: string;
  readonly arguments: Readonly<Record<string, Value>>;
}
interface Spread {
  readonly kind: 'spread';
  /** The type it is on; undefined for any. */
  readonly on: string | undefined;
  readonly selection: Selection;
  readonly directives: readonly Directive[];
}
interface NamedSpread {
  readonly kind: 'named';
  readonly name: string;
  readonly directives: readonly Directive[];
}
export type Selection = readonly (Field | Spread | NamedSpread)[];
export interface Document {
  readonly operation: 'query' | 'mutation';
  readonly defaults: Readonly<Record<string, Value>>;
  readonly selection: Selection;
  readonly fragments: Readonly<Record<string, { readonly on: string; readonly selection: Selection }>>;
}

const token =
  /[\s,\uFEFF]+|#[^\n]*|("""[\s\S]*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[{}()[\]:!=$@|&]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*)/y;

function tokens(source: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new SyntaxError(`Parse error on ${JSON.stringify(source[at])}`);
    if (match[1] !== undefined) found.push(match[1]);
  }
  return found;
}

/** Reads a document with one operation, and fragments. Throws a SyntaxError for what is none. */
export function parseDocument(source: string): Document {
  const words = tokens(source);
  let at = 0;
  const peek = () => words[at] ?? '';
  const take = (expected?: string): string => {
    const word = peek();
    if (word === '' || (expected !== undefined && word !== expected))
      throw new SyntaxError(`Parse error on ${JSON.stringify(word)}, expected ${JSON.stringify(expected ?? 'more')}`);
    at += 1;
    return word;
  };
  const accept = (word: string): boolean => {
    if (peek() !== word) return false;
    at += 1;
    return true;
  };

  function value(): Value {
    const word = take();
    if (word === '$') return { type: 'variable', name: take() };
    if (word === '[') {
      const items: Value[] = [];
      while (!accept(']')) items.push(value());
      return { type: 'list', items };
    }
    if (word === '{') {
      const fields: Record<string, Value> = {};
      while (!accept('}')) {
        const name = take();
        take(':');
        fields[name] = value();
      }
      return { type: 'object', fields };
    }
    if (word.startsWith('"')) return { type: 'plain', value: JSON.parse(word) as string };
    if (/^-?\d/.test(word)) return { type: 'plain', value: Number(word) };
    if (word === 'true' || word === 'false') return { type: 'plain', value: word === 'true' };
    return word === 'null' ? { type: 'plain', value: null } : { type: 'enum', name: word };
  }
  function given(): Record<string, Value> {
    const found: Record<string, Value> = {};
    if (accept('('))
      while (!accept(')')) {
        const name = take();
        take(':');
        found[name] = value();
      }
    return found;
  }
  function directives(): Directive[] {
    const found: Directive[] = [];
    while (accept('@')) found.push({ name: take(), arguments: given() });
    return found;
  }
  function selection(): Selection {
    const found: (Field | Spread | NamedSpread)[] = [];
    take('{');
    while (!accept('}')) {
      if (accept('...')) {
        if (peek() === 'on' || peek() === '{' || peek() === '@') {
          const on = accept('on') ? take() : undefined;
          found.push({ kind: 'spread', on, directives: directives(), selection: selection() });
        } else found.push({ kind: 'named', name: take(), directives: directives() });
        continue;
      }
      const first = take();
      const name = accept(':') ? take() : first;
      const field = { kind: 'field', name, alias: first, arguments: given(), directives: directives() } as const;
      found.push(peek() === '{' ? { ...field, selection: selection() } : field);
    }
    return found;
  }
  function variables(): Record<string, Value> {
    const defaults: Record<string, Value> = {};
    if (accept('('))
      while (!accept(')')) {
        take('$');
        const name = take();
        take(':');
        while (/^[[\]!]$|^\w/.test(peek())) take();
        if (accept('=')) defaults[name] = value();
      }
    return defaults;
  }

  const fragments: Record<string, { on: string; selection: Selection }> = {};
  let operation: Document | undefined;
  while (at < words.length) {
    if (accept('fragment')) {
      const name = take();
      take('on');
      fragments[name] = { on: take(), selection: selection() };
      continue;
    }
    const kind = peek() === '{' ? 'query' : take();
    if (kind !== 'query' && kind !== 'mutation') throw new SyntaxError(`Parse error on ${JSON.stringify(kind)}`);
    if (peek() !== '{' && peek() !== '(' && peek() !== '@') take();
    operation = { operation: kind, defaults: variables(), selection: selection(), fragments };
  }
  if (!operation) throw new SyntaxError('no operation');
  return operation;
}
