import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

type Schema = { [key: string]: unknown };
/** The part of GitHub's description that we use: what each route answers with each status. `null`: without a body. */
interface Cut {
  readonly from: string;
  readonly licence: string;
  readonly routes: Readonly<Record<string, Readonly<Record<string, Schema | null>>>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const fixture = fileURLToPath(new URL('../../fixtures/github/openapi.json', import.meta.url));
const dropped = new Set([
  'description',
  'example',
  'examples',
  'title',
  'externalDocs',
  'default',
  'deprecated',
  'readOnly',
]);

/** Without words that are for readers only. Names of properties are no such words. */
function bare(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((each) => bare(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => names || !(dropped.has(key) || key.startsWith('x-')))
      .map(([key, each]) => [key, bare(each, key === 'properties' && !names)]),
  );
}

const short = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1);
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : references(each),
  );
}

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Schema>> }>>>
  >;
  readonly components: { readonly responses: Record<string, Schema>; readonly schemas: Record<string, Schema> };
}

/** Here the description wants an account to be a person and an enterprise at once; that of one installation has it right. */
const corrected: Readonly<Record<string, Schema>> = {
  'GET /app/installations': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
};

/** Cuts GitHub's whole description down to some routes. */
function cut(whole: Description, names: readonly string[]): Cut {
  const routes: Record<string, Record<string, Schema | null>> = {};
  for (const name of names) {
    const [method = '', path = ''] = name.split(' ');
    const responses = whole.paths[path]?.[method.toLowerCase()]?.responses;
    if (!responses) continue;
    const answers = Object.entries(responses).map(([status, response]): [string, Schema | null] => {
      const at = '$ref' in response ? whole.components.responses[short(String(response['$ref']))] : response;
      const content = at?.['content'] as Record<string, { schema?: Schema }> | undefined;
      const schema = corrected[name] ?? content?.['application/json']?.schema;
      return [status, schema ? (bare(schema) as Schema) : null];
    });
    routes[name] = Object.fromEntries(answers.filter(([status]) => Number(status) < 400));
  }
  const schemas: Record<string, Schema> = {};
  for (let open = references(routes); open.length > 0; ) {
    const next = [...new Set(open.map(short))].filter((name) => !(name in schemas));
    for (const name of next) schemas[name] = bare(whole.components.schemas[name] ?? {}) as Schema;
    open = next.flatMap((name) => references(schemas[name]));
  }
  const licence = 'MIT, Copyright (c) 2020 Octokit contributors: see LICENSE-openapi.txt beside this file';
  return { from: `@octokit/openapi, api.github.com.json, version ${whole.info.version}`, licence, routes, schemas };
}

/** As ajv wants it: `nullable` is one more type. */
function forAjv(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forAjv);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Schema;
  const all = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, forAjv(each)]));
  if (typeof all['$ref'] === 'string') all['$ref'] = `#/schemas/${short(all['$ref'])}`;
  return nullable === true ? { anyOf: [{ type: 'null' }, all] } : all;
}

/** Tells what is wrong with an answer of a route by GitHub's own description; undefined where nothing is. */
export type Judge = (route: string, status: number, body: unknown) => string | undefined;

/** Reads the part of GitHub's description that is kept here. */
export function openDescription(): { readonly routes: ReadonlySet<string>; readonly judge: Judge } {
  const { routes, schemas } = JSON.parse(readFileSync(fixture, 'utf8')) as Cut;
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
  ajv.addSchema({ $id: 'github', schemas: forAjv(schemas) as Schema });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (route: string, status: number, schema: Schema): ValidateFunction => {
    const key = `${route} ${status}`;
    const pointed = JSON.parse(JSON.stringify(forAjv(schema)).replaceAll('"#/schemas/', '"github#/schemas/')) as Schema;
    const made = compiled.get(key) ?? ajv.compile(pointed);
    compiled.set(key, made);
    return made;
  };
  return {
    routes: new Set(Object.keys(routes)),
    judge(route, status, body) {
      const schema = routes[route]?.[String(status)];
      if (schema === undefined) return `${route}: ${status} is not described`;
      if (schema === null) return body === undefined ? undefined : `${route}: ${status} has no body`;
      const check = validator(route, status, schema);
      return check(body)
        ? undefined
        : `${route}: ${ajv.errorsText(check.errors)} ${JSON.stringify(check.errors?.at(0))}`;
    },
  };
}

// `npm pack @octokit/openapi`, unpack generated/api.github.com.json, and give its path, with the routes to keep, as `GitHubServer.routes`
// has them, one a line on standard input: the fixture is written anew. Format it then.
if (import.meta.main) {
  const whole = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Description;
  const names = readFileSync(0, 'utf8')
    .split('\n')
    .filter((name) => name !== '');
  writeFileSync(fixture, `${JSON.stringify(cut(whole, names))}\n`);
}
