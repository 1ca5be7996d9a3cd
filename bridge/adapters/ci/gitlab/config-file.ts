import { parseAllDocuments } from 'yaml';
import * as z from 'zod/mini';
import type { WorkflowInput } from '../../../../protocol/model/workflow.ts';
import type { BranchName } from '../../../../protocol/model/ids.ts';
import { segment } from '../../gitlab/client.ts';
import { projectPath } from '../../gitlab/project.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { Place } from './read-pipeline.ts';
import { Project } from './schema.ts';

const mostBytes = 512 * 1024;
const mostInputs = 30;
const mostOptions = 100;

/** What a pipeline asks for: `variable` and `input` are given to it in two ways. */
export interface PipelineInput extends WorkflowInput {
  readonly as: 'variable' | 'input';
  /** GitLab's own type of an input. */
  readonly kind: string;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const Spec = z.object({
  spec: z.object({
    inputs: z.record(
      z.string(),
      z.nullish(
        z.object({
          type: z.optional(z.string()),
          description: z.nullish(z.string()),
          default: z.optional(z.unknown()),
          options: z.nullish(z.array(scalar)),
        }),
      ),
    ),
  }),
});
const Config = z.object({ variables: z.record(z.string(), z.unknown()) });
const Variable = z.object({ description: z.string(), value: z.nullish(scalar), options: z.nullish(z.array(scalar)) });

/** What a branch's `.gitlab-ci.yml` asks whoever starts a pipeline; undefined where there is none. Files that it includes are not read. */
export async function pipelineInputs(place: Place, branch: BranchName): Promise<readonly PipelineInput[] | undefined> {
  const project = await place.client.find(projectPath(place.project), Project, {}, 'remembered');
  if (!project) return undefined;
  const path = project.ci_config_path || '.gitlab-ci.yml';
  // A configuration that is kept in another project, or elsewhere on the net, is not ours to read.
  if (/^https?:|@/.test(path)) return [];
  const text = await fileText(place, path, branch);
  return text === undefined ? undefined : inputsIn(text);
}

async function fileText({ client, project }: Place, path: string, branch: BranchName): Promise<string | undefined> {
  const at = `${projectPath(project)}/repository/files/${segment(path)}/raw?ref=${encodeURIComponent(`refs/heads/${branch}`)}`;
  const stream = await client.bytes(at, 0);
  if (!stream) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.byteLength;
    if (length > mostBytes) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The inputs in the text of a configuration; none where it cannot be read, which GitLab will say when it is started. */
export function inputsIn(text: string): readonly PipelineInput[] {
  const values = parseAllDocuments(text, { logLevel: 'silent' });
  const documents = Array.isArray(values) ? values.slice(0, 2).map((each) => valueOf(each)) : [];
  const spec = documents.map((each) => Spec.safeParse(each).data).find((each) => each !== undefined);
  const config = documents.map((each) => Config.safeParse(each).data).find((each) => each !== undefined);
  const inputs = Object.entries(spec?.spec.inputs ?? {}).flatMap(([name, said]) => inputOf(name, said ?? {}));
  const variables = Object.entries(config?.variables ?? {}).flatMap(([name, said]) => variableOf(name, said));
  return [...inputs, ...variables].slice(0, mostInputs);
}

function valueOf(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return undefined;
  }
}

type SpecInput = NonNullable<z.infer<typeof Spec>['spec']['inputs'][string]>;

function inputOf(name: string, said: SpecInput): PipelineInput[] {
  if (name.length > 100) return [];
  const kind = said.type ?? 'string';
  const options = said.options?.slice(0, mostOptions).map(String);
  const type = options ? 'choice' : kind === 'boolean' || kind === 'number' ? kind : 'string';
  const value = said.default === undefined ? undefined : textOf(said.default);
  return [{ name, as: 'input', kind, type, required: value === undefined, ...rest(said.description, value, options) }];
}

/** Only variables with a description are asked for, as on GitLab's own page. */
function variableOf(name: string, said: unknown): PipelineInput[] {
  const variable = Variable.safeParse(said).data;
  if (!variable || name.length > 100) return [];
  const options = variable.options?.slice(0, mostOptions).map(String);
  const value = variable.value === null || variable.value === undefined ? undefined : String(variable.value);
  const type = options ? 'choice' : 'string';
  return [
    { name, as: 'variable', kind: 'string', type, required: false, ...rest(variable.description, value, options) },
  ];
}

const rest = (description: string | null | undefined, value: string | undefined, options: string[] | undefined) => ({
  ...(description && { description: cut(description, 1000) }),
  ...(value !== undefined && { default: cut(value, 1000) }),
  ...(options && { options: options.map((each) => cut(each, 1000)) }),
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
