import type { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { WorkflowInput } from '../../../../protocol/model/workflow.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { Spot } from '../../jenkins/job-path.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { Definition, Job } from './schema.ts';

const mostInputs = 30;
const mostOptions = 100;

/** The types that a person can fill in here. A password would be shown to everybody, and a file has no place. */
const types: Readonly<Record<string, WorkflowInput['type']>> = {
  ChoiceParameterDefinition: 'choice',
  BooleanParameterDefinition: 'boolean',
  StringParameterDefinition: 'string',
  TextParameterDefinition: 'string',
};

export const definitionsOf = ({ property }: Job): readonly Definition[] =>
  (property ?? []).flatMap((each) => each?.parameterDefinitions ?? []);

/** The parameters that take branch and commit: those that are set up, or `BRANCH` and `COMMIT`, where the job has them. */
export function takenBy({ job }: Spot, definitions: readonly Definition[]): { branch?: string; commit?: string } {
  const named = (name: string) => (definitions.some((each) => each.name === name) ? name : undefined);
  const [branch, commit] = [named(job.branch ?? 'BRANCH'), named(job.commit ?? 'COMMIT')];
  return { ...(branch !== undefined && { branch }), ...(commit !== undefined && { commit }) };
}

/** What a job asks a person for. Of a choice one has to be taken, which is the first unless another is. */
export function inputsOf(spot: Spot, definitions: readonly Definition[]): WorkflowInput[] {
  const taken = Object.values(takenBy(spot, definitions));
  const asked = definitions.filter(({ name }) => !taken.includes(name) && name !== '' && name.length <= 100);
  return asked.flatMap(inputOf).slice(0, mostInputs);
}

function inputOf({ name, type, description, choices, defaultParameterValue }: Definition): WorkflowInput[] {
  const known = types[type ?? ''];
  if (known === undefined) return [];
  const value = defaultParameterValue?.value;
  const usable = typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  return [
    {
      name,
      type: known,
      required: known === 'choice',
      ...(description && { description: cut(description, 1000) }),
      ...(usable !== undefined && usable !== '' && { default: cut(usable, 1000) }),
      ...(known === 'choice' && { options: (choices ?? []).slice(0, mostOptions).map((each) => cut(each, 1000)) }),
    },
  ];
}

interface Wished {
  readonly branch: BranchName;
  readonly commit: Sha;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The fields to start a job with. Whatever it does not take, or not so, is refused; and so is a job that cannot be told its branch. */
export function formOf(spot: Spot, definitions: readonly Definition[], wished: Wished): Record<string, string> {
  const asked = inputsOf(spot, definitions);
  for (const [name, value] of Object.entries(wished.inputs)) {
    const input = asked.find((each) => each.name === name);
    if (!input) throw new PlatformError('refused', `unknown_input ${name}`.slice(0, 200));
    const fits = input.type === 'boolean' ? /^(true|false)$/.test(value) : (input.options?.includes(value) ?? true);
    if (!fits) throw new PlatformError('refused', `invalid_input ${name}`);
  }
  const taken = takenBy(spot, definitions);
  if (spot.branch === undefined && taken.branch === undefined)
    throw new PlatformError(
      'refused',
      'the job takes no branch: it is neither multibranch nor has it a parameter for it',
    );
  return {
    ...wished.inputs,
    ...(taken.branch !== undefined && { [taken.branch]: wished.branch }),
    ...(taken.commit !== undefined && { [taken.commit]: wished.commit }),
  };
}
