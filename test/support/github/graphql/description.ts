import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Document, Field, Selection } from './parse.ts';

/** A field: its type as GraphQL writes it, and those of its arguments; one that must be given ends in `!`. */
interface FieldDescription {
  readonly type: string;
  readonly takes?: Readonly<Record<string, string>>;
}
interface TypeDescription {
  readonly kind: string;
  readonly fields?: Readonly<Record<string, FieldDescription>>;
  /** Of a union or an interface: what it may be. */
  readonly may?: readonly string[];
}
interface Cut {
  readonly from: string;
  readonly licence: string;
  /** Names of all scalars and enums. */
  readonly leaves: readonly string[];
  readonly types: Readonly<Record<string, TypeDescription>>;
}

const fixture = fileURLToPath(new URL('../../../fixtures/github/graphql.json', import.meta.url));
const { types, leaves: leafNames } = JSON.parse(readFileSync(fixture, 'utf8')) as Cut;
const leaves = new Set(leafNames);
const bareName = (type: string) => type.replaceAll(/[[\]!]/g, '');

function fits(on: string, type: string): boolean {
  const may = (name: string) => types[name]?.may ?? [name];
  return may(on).some((each) => may(type).includes(each));
}

/** Whether GitHub's schema has the field; a type that is not kept here has none. */
export const describes = (type: string, name: string): boolean => types[type]?.fields?.[name] !== undefined;

/** What is wrong with a query by GitHub's own schema, in GitHub's words; undefined where nothing is. */
export function wrongWith(document: Document): string | undefined {
  const field = (asked: Field, type: string): string | undefined => {
    if (asked.name === '__typename') return undefined;
    const known = types[type]?.fields?.[asked.name];
    if (!known) return `Field '${asked.name}' doesn't exist on type '${type}'`;
    const unknown = Object.keys(asked.arguments).find((name) => !(name in (known.takes ?? {})));
    if (unknown !== undefined) return `Field '${asked.name}' doesn't accept argument '${unknown}'`;
    const needed = Object.entries(known.takes ?? {}).find(
      ([name, of]) => of.endsWith('!') && !(name in asked.arguments),
    );
    if (needed) return `Field '${asked.name}' is missing required arguments: ${needed[0]}`;
    const inner = bareName(known.type);
    const leaf = leaves.has(inner);
    if (leaf !== (asked.selection === undefined))
      return leaf
        ? `Selections can't be made on scalars (field '${asked.name}' returns ${inner} but has selections)`
        : `Field must have selections (field '${asked.name}' returns ${inner} but has no selections. Did you mean '${asked.name} { ... }'?)`;
    return asked.selection && selection(asked.selection, inner);
  };
  const spread = (on: string | undefined, part: Selection, type: string): string | undefined => {
    if (on === undefined) return selection(part, type);
    if (!(on in types)) return `No such type ${on}, so it can't be a fragment condition`;
    return fits(on, type) ? selection(part, on) : `Fragment on ${on} can't be spread inside ${type}`;
  };
  const selection = (all: Selection, type: string): string | undefined => {
    for (const each of all) {
      const named = each.kind === 'named' ? document.fragments[each.name] : undefined;
      const wrong =
        each.kind === 'field'
          ? field(each, type)
          : each.kind === 'spread'
            ? spread(each.on, each.selection, type)
            : named
              ? spread(named.on, named.selection, type)
              : `Fragment ${each.name} was used, but not defined`;
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
  return selection(document.selection, document.operation === 'query' ? 'Query' : 'Mutation');
}

interface Reference {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType: Reference | null;
}
interface Introspected {
  readonly kind: string;
  readonly name: string;
  readonly fields:
    | readonly {
        name: string;
        type: Reference;
        args: readonly { name: string; type: Reference; defaultValue: string | null }[];
      }[]
    | null;
  readonly possibleTypes: readonly { name: string }[] | null;
}
const written = (type: Reference): string =>
  type.kind === 'NON_NULL' && type.ofType
    ? `${written(type.ofType)}!`
    : type.kind === 'LIST' && type.ofType
      ? `[${written(type.ofType)}]`
      : (type.name ?? '');

function describeType(type: Introspected): TypeDescription {
  const fields = type.fields?.map(({ name, type: of, args }): [string, FieldDescription] => {
    const takes = args.map((each) => [
      each.name,
      each.defaultValue === null ? written(each.type) : written(each.type).replace(/!$/, ''),
    ]);
    return [
      name,
      { type: written(of), ...(args.length > 0 ? { takes: Object.fromEntries(takes) as Record<string, string> } : {}) },
    ];
  });
  return {
    kind: type.kind,
    ...(fields ? { fields: Object.fromEntries(fields) } : {}),
    ...(type.possibleTypes ? { may: type.possibleTypes.map((each) => each.name) } : {}),
  };
}

// `npm pack @octokit/graphql-schema`, and give the path of its schema.json: the types that stand in the fixture are written anew, and
// those that are named after it are added.
if (import.meta.main) {
  const [, , path = '', ...more] = process.argv;
  const { __schema: schema } = JSON.parse(readFileSync(path, 'utf8')) as {
    __schema: { types: readonly Introspected[] };
  };
  const wanted = new Set([...Object.keys(types), ...more]);
  const kept = schema.types.filter((type) => wanted.has(type.name));
  const cut: Cut = {
    from: '@octokit/graphql-schema, schema.json',
    licence: 'MIT, Copyright (c) GitHub 2025: see LICENSE-graphql.txt beside this file',
    leaves: schema.types.filter(({ kind }) => kind === 'SCALAR' || kind === 'ENUM').map(({ name }) => name),
    types: Object.fromEntries(kept.map((type) => [type.name, describeType(type)])),
  };
  writeFileSync(fixture, `${JSON.stringify(cut)}\n`);
}
