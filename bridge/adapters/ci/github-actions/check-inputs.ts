import type { Workflow, WorkflowInput } from '../../../../protocol/model/workflow.ts';
import { PlatformError } from '../../../ports/platform-error.ts';

/** GitHub counts the characters of all inputs. */
const mostCharacters = 65_535;

/** Refuses inputs that the workflow does not ask for, that are missing, or that are not of their type: before GitHub is asked. */
export function checkInputs(workflow: Workflow, given: Readonly<Record<string, string>>): void {
  const declared = new Map(workflow.inputs.map((input) => [input.name, input]));
  for (const [name, value] of Object.entries(given)) {
    const input = declared.get(name);
    if (!input) throw refused(`${workflow.name} has no input ${shown(name)}`);
    const wrong = wrongWith(input, value);
    if (wrong !== undefined) throw refused(`the input ${shown(name)} ${wrong}`);
  }
  for (const { name, required, default: preset, type } of workflow.inputs) {
    const without = !given[name] && !preset && type !== 'boolean';
    if (required && without) throw refused(`the input ${shown(name)} is missing`);
  }
  if (Object.entries(given).join('').length > mostCharacters) throw refused('the inputs are too long');
}

const refused = (why: string): PlatformError => new PlatformError('refused', why);
const shown = (text: string): string => JSON.stringify(text.slice(0, 100).toWellFormed());

function wrongWith({ type, options, required }: WorkflowInput, value: string): string | undefined {
  if (value === '' && !required && type !== 'boolean') return undefined;
  switch (type) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'is neither true nor false';
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? undefined : 'is not a number';
    case 'choice':
      return options?.includes(value) ? undefined : `has no option ${shown(value)}`;
    case 'environment':
      return options && !options.includes(value) ? `names no environment: ${shown(value)}` : undefined;
    case 'string':
      return undefined;
  }
}
