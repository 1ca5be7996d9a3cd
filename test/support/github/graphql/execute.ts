import { describes } from './description.ts';
import type { Document, Field, Selection, Value } from './parse.ts';

export type Arguments = Readonly<Record<string, unknown>>;
/** An object of the schema: its type's name, and how each field is answered. */
export interface Node {
  readonly type: string;
  /** Other types that it counts as. */
  readonly also?: readonly string[];
  readonly fields: Readonly<Record<string, (given: Arguments) => unknown>>;
}
export interface GraphError {
  readonly type?: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Refused as a whole. */
export class GraphRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
/** Said of one field, whose value is null then. */
export class FieldError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'fields' in value && 'type' in value;

/** Answers what the selection asks for, field by field. Rejects where this server has a field that GitHub lacks. */
export async function execute(document: Document, root: Node, variables: Readonly<Record<string, unknown>>) {
  const errors: GraphError[] = [];
  const valueOf = (value: Value): unknown => {
    if (value.type === 'variable') {
      const standard = document.defaults[value.name];
      return value.name in variables ? variables[value.name] : standard && valueOf(standard);
    }
    if (value.type === 'list') return value.items.map(valueOf);
    if (value.type === 'object')
      return Object.fromEntries(Object.entries(value.fields).map(([name, each]) => [name, valueOf(each)]));
    return value.type === 'enum' ? value.name : value.value;
  };
  const argumentsOf = (given: Readonly<Record<string, Value>>): Arguments =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, valueOf(value)]));
  const wanted = (each: Selection[number]): boolean =>
    each.directives.every(({ name, arguments: given }) => {
      const { if: condition } = argumentsOf(given);
      return name === 'include' ? condition === true : name === 'skip' ? condition !== true : true;
    });

  function fieldsOf(node: Node, selection: Selection): Field[] {
    return selection.filter(wanted).flatMap((each) => {
      if (each.kind === 'field') return [each];
      const part = each.kind === 'named' ? document.fragments[each.name] : each;
      if (!part) throw new GraphRefusal('undefinedFragment', `Fragment ${JSON.stringify(each)} is not defined`);
      const fits = part.on === undefined || part.on === node.type || node.also?.includes(part.on);
      return fits ? fieldsOf(node, part.selection) : [];
    });
  }

  async function answer(value: unknown, field: Field, path: readonly (string | number)[]): Promise<unknown> {
    if (value === undefined || value === null) return null;
    if (Array.isArray(value)) return Promise.all(value.map(async (each, at) => answer(each, field, [...path, at])));
    if (!isNode(value)) return value;
    if (!field.selection) throw new GraphRefusal('selectionMismatch', `Field '${field.name}' must have selections`);
    return select(value, field.selection, path);
  }

  async function select(node: Node, selection: Selection, path: readonly (string | number)[]): Promise<unknown> {
    const strange = Object.keys(node.fields).find((name) => !describes(node.type, name));
    if (strange !== undefined) throw new Error(`GitHub has no field ${node.type}.${strange}`);
    const entries = await Promise.all(
      fieldsOf(node, selection).map(async (field): Promise<[string, unknown]> => {
        if (field.name === '__typename') return [field.alias, node.type];
        const resolve = node.fields[field.name];
        if (!resolve) throw new GraphRefusal('notHere', `This server does not answer ${node.type}.${field.name} yet`);
        const here = [...path, field.alias];
        try {
          return [field.alias, await answer(await resolve(argumentsOf(field.arguments)), field, here)];
        } catch (error) {
          if (!(error instanceof FieldError)) throw error;
          errors.push({ type: error.type, path: here, message: error.message });
          return [field.alias, null];
        }
      }),
    );
    return merged(entries);
  }

  const data = await select(root, document.selection, []);
  return { data, ...(errors.length > 0 ? { errors } : {}) };
}

/** A field that two fragments ask for is one. */
function merged(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of entries) all[name] = joined(all[name], value);
  return all;
}
function joined(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return b.map((each, at) => joined(a[at], each));
  if (typeof a === 'object' && typeof b === 'object' && a && b && !Array.isArray(a) && !Array.isArray(b))
    return merged([...Object.entries(a), ...Object.entries(b)]);
  return b;
}
