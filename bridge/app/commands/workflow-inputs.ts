import type { Workflow, WorkflowInput } from '../../../protocol/model/workflow.ts';
import { done, type Outcome, refuse } from '../outcome.ts';

/** The inputs of a workflow as `name=value` words give them, with the defaults of those that are not named. Each is of its type. */
export function inputsOf(workflow: Workflow, pairs: readonly string[]): Outcome<Readonly<Record<string, string>>> {
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const name = pair.slice(0, pair.indexOf('='));
    if (!workflow.inputs.some((each) => each.name === name)) {
      const names = workflow.inputs.map((each) => each.name).join(', ');
      const has = names === '' ? 'It has none.' : `It has ${names}.`;
      return refuse('invalid_params', `“${workflow.name}” has no input “${name}”. ${has}`, 'input');
    }
    given.set(name, pair.slice(name.length + 1));
  }
  const values: Record<string, string> = {};
  for (const input of workflow.inputs) {
    const value = given.get(input.name) ?? input.default;
    if (value === undefined || value === '') {
      if (input.required)
        return refuse('invalid_params', `“${workflow.name}” needs its input “${input.name}”.`, 'input');
      continue;
    }
    const wrong = mistyped(input, value);
    if (wrong !== undefined) return refuse('invalid_params', wrong, 'input');
    values[input.name] = value;
  }
  return done(values);
}

function mistyped({ name, type, options }: WorkflowInput, value: string): string | undefined {
  if (type === 'boolean' && value !== 'true' && value !== 'false') return `“${name}” is true or false, not “${value}”.`;
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return `“${name}” is a number, not “${value}”.`;
  if ((type === 'choice' || type === 'environment') && options && !options.includes(value))
    return `“${name}” is one of ${options.join(', ')}, not “${value}”.`;
  return undefined;
}
