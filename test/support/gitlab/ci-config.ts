import { parseAllDocuments } from 'yaml';

/** A job as `.gitlab-ci.yml` describes it. */
export interface JobPlan {
  readonly name: string;
  readonly stage: string;
  readonly when: string;
  readonly needs?: readonly string[] | undefined;
  readonly allowFailure: boolean;
  readonly environment?: string | undefined;
  readonly script: readonly string[];
  readonly junit?: readonly string[] | undefined;
}

export interface CiConfig {
  readonly stages: readonly string[];
  readonly jobs: readonly JobPlan[];
  readonly variables: Readonly<Record<string, string>>;
}

type Mapping = Readonly<Record<string, unknown>>;
const keywords = new Set(['stages', 'variables', 'default', 'include', 'workflow', 'spec', 'image']);
const mapping = (value: unknown): Mapping => (typeof value === 'object' && value !== null ? (value as Mapping) : {});
/** A scalar as text. */
export const text = (value: unknown, usual = ''): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : usual;
const texts = (value: unknown): string[] => (value === undefined ? [] : [value].flat(2).map((each) => text(each)));

/** The small part of GitLab's language that the stand-in runs. Throws, with GitLab's words, where inputs do not fit. */
export function readCiConfig(yaml: string, inputs: Mapping): CiConfig {
  const documents = parseAllDocuments(yaml);
  const all = (Array.isArray(documents) ? documents : []).map((each) => mapping(each.toJS()));
  const header = all.length > 1 ? all[0] : undefined;
  const filled = fill(JSON.stringify(all.at(-1) ?? {}), mapping(mapping(header?.['spec'])['inputs']), inputs);
  const body = mapping(JSON.parse(filled));
  const stages = body['stages'] ? texts(body['stages']) : ['build', 'test', 'deploy'];
  const variables = Object.entries(mapping(body['variables'])).map(([name, said]) => [
    name,
    text(typeof said === 'object' ? mapping(said)['value'] : said),
  ]);
  const jobs = Object.entries(body).filter(([name]) => !keywords.has(name) && !name.startsWith('.'));
  if (jobs.length === 0) throw new Error('jobs config should contain at least one visible job');
  return {
    stages,
    jobs: jobs.map(([name, said]) => jobOf(name, mapping(said))),
    variables: Object.fromEntries(variables),
  };
}

function fill(body: string, spec: Mapping, given: Mapping): string {
  for (const name of Object.keys(given)) if (!(name in spec)) throw new Error(`unknown input arguments: ${name}`);
  let filled = body;
  for (const [name, said] of Object.entries(spec)) {
    const { default: usual, options } = mapping(said) as { default?: unknown; options?: unknown[] };
    const value = given[name] ?? usual;
    if (value === undefined) throw new Error(`\`${name}\` input: required value has not been provided`);
    if (options && !options.includes(value)) throw new Error(`\`${name}\` input: not in the list of allowed options`);
    const written = JSON.stringify(text(value)).slice(1, -1);
    filled = filled.replaceAll(new RegExp(`\\$\\[\\[ *inputs\\.${name} *\\]\\]`, 'g'), () => written);
  }
  return filled;
}

function jobOf(name: string, said: Mapping): JobPlan {
  const when = text(said['when'], 'on_success');
  const environment = said['environment'];
  const reports = mapping(mapping(said['artifacts'])['reports']);
  return {
    name,
    stage: text(said['stage'], 'test'),
    when,
    needs: said['needs'] === undefined ? undefined : texts(said['needs']),
    allowFailure: Boolean(said['allow_failure'] ?? when === 'manual'),
    environment:
      environment === undefined
        ? undefined
        : text(typeof environment === 'object' ? mapping(environment)['name'] : environment),
    script: texts(said['script']),
    junit: reports['junit'] === undefined ? undefined : texts(reports['junit']),
  };
}
