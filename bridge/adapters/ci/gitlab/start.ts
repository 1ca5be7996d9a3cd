import type { CiDeed } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { segment } from '../../gitlab/client.ts';
import { asItStands } from '../as-it-stands.ts';
import { projectPath } from '../../gitlab/project.ts';
import { type PipelineInput, pipelineInputs } from './config-file.ts';
import type { Place } from './read-pipeline.ts';
import { Anything, BranchHead, Pipeline } from './schema.ts';

/**
 * Starts a pipeline for a branch, and gives its id. GitLab starts them for a branch and not for a commit, so where the branch has moved
 * meanwhile it is cancelled again, and refused.
 */
export async function startPipeline(place: Place, deed: Extract<CiDeed, { type: 'start' }>): Promise<number> {
  const { client, project } = place;
  const { branch, commit } = deed;
  if (deed.debug)
    throw new PlatformError('refused', 'GitLab shows secrets in a debug trace, so it is not asked for one');
  const asked = (await pipelineInputs(place, branch)) ?? [];
  const given = givenOf(asked, deed.inputs);
  const at = `${projectPath(project)}/repository/branches/${segment(branch)}`;
  const head = await client.find(at, BranchHead);
  if (head?.commit.id !== commit) throw new PlatformError('refused', 'branch_moved');
  const pipeline = await client.send(`${projectPath(project)}/pipeline`, Pipeline, { ref: branch, ...given });
  if (pipeline.sha === commit) return pipeline.id;
  // A run of another commit may be going on where this fails.
  await asItStands(async () => {
    await client.send(`${projectPath(project)}/pipelines/${pipeline.id}/cancel`, Anything);
    return undefined;
  });
  throw new PlatformError('refused', 'branch_moved');
}

interface Given {
  readonly variables?: readonly { readonly key: string; readonly value: string }[];
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What was given, in GitLab's two ways. Whatever the pipeline does not ask for, or not so, is refused. */
function givenOf(asked: readonly PipelineInput[], inputs: Readonly<Record<string, string>>): Given {
  for (const name of Object.keys(inputs)) {
    if (!asked.some((each) => each.name === name))
      throw new PlatformError('refused', `unknown_input ${name}`.slice(0, 200));
  }
  const missing = asked.find(({ name, required }) => required && inputs[name] === undefined);
  if (missing) throw new PlatformError('refused', `missing_input ${missing.name}`);
  const given = asked.flatMap((each) => {
    const text = inputs[each.name];
    return text === undefined ? [] : [{ ...each, text, value: valueOf(each, text) }];
  });
  const variables = given.flatMap(({ name, as, text }) => (as === 'variable' ? [{ key: name, value: text }] : []));
  const typed = given.flatMap(({ name, as, value }) => (as === 'input' ? [[name, value] as const] : []));
  return {
    ...(variables.length > 0 && { variables }),
    ...(typed.length > 0 && { inputs: Object.fromEntries(typed) }),
  };
}

function valueOf({ name, type, kind, options }: PipelineInput, text: string): unknown {
  const wrong = () => new PlatformError('refused', `invalid_input ${name}`);
  if (type === 'choice' && !options?.includes(text)) throw wrong();
  if (kind === 'boolean') {
    if (text !== 'true' && text !== 'false') throw wrong();
    return text === 'true';
  }
  if (kind === 'number') {
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw wrong();
    return Number(text);
  }
  if (kind !== 'array') return text;
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw wrong();
}
