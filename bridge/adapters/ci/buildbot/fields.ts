import type { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { WorkflowInput } from '../../../../protocol/model/workflow.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { cut } from '../../../../reports/bounded.ts';
import { type Field, Fields } from './schema.ts';

const mostInputs = 30;
const mostOptions = 100;
const deepest = 8;

/** What every form asks for, which a person is not asked for here: who and why, and what of. */
const own = new Set([
  'username',
  'owner',
  'reason',
  'branch',
  'revision',
  'repository',
  'project',
  'priority',
  'builderid',
]);

/** The types of fields that a person can fill in here. A password would be shown to everybody, and a file has no place. */
const types: Readonly<Record<string, WorkflowInput['type']>> = {
  text: 'string',
  string: 'string',
  textarea: 'string',
  int: 'number',
  bool: 'boolean',
  list: 'choice',
};

/** A field that is asked for, and whether other values than its options will do. */
interface AskedField extends WorkflowInput {
  readonly free: boolean;
}

/** All fields of a form, those of its groups in their places. */
const flat = (fields: readonly Field[], depth = 0): readonly Field[] =>
  fields.flatMap((field) => {
    const within = depth < deepest ? Fields.safeParse(field.fields).data : undefined;
    return within ? flat(within, depth + 1) : [field];
  });

/** What a form asks a person for. */
export const inputsOf = (form: readonly Field[]): readonly AskedField[] =>
  flat(form)
    .flatMap((field) => inputOf(field))
    .slice(0, mostInputs);

function inputOf({ name, fullName, type, label, required, hide, strict, ...rest }: Field): AskedField[] {
  const known = types[type ?? ''];
  if (known === undefined || hide === true || !fullName || fullName.length > 100 || own.has(name ?? '')) return [];
  const options = known === 'choice' ? textsIn(rest.choices).slice(0, mostOptions) : undefined;
  const value = textOf(rest.default);
  const usable = value !== undefined && value !== '' && (options === undefined || options.includes(value));
  return [
    {
      name: fullName,
      type: known,
      required: required === true,
      free: strict === false,
      ...(label && label !== name && { description: cut(label, 1000) }),
      ...(usable && { default: cut(value, 1000) }),
      ...(options && { options: options.map((each) => cut(each, 1000)) }),
    },
  ];
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : []);

interface Wished {
  readonly branch: BranchName;
  readonly commit: Sha;
  readonly inputs: Readonly<Record<string, string>>;
}

/** A form as it is filled in for a commit. Whatever it does not ask for, or not so, is refused; and so is one that cannot name a commit. */
export function filledIn(
  form: readonly Field[],
  { branch, commit, inputs }: Wished,
): Readonly<Record<string, unknown>> {
  const asked = inputsOf(form);
  const stray = Object.keys(inputs).find((name) => !asked.some((each) => each.name === name));
  if (stray !== undefined) throw new PlatformError('refused', `unknown_input ${stray}`.slice(0, 200));
  const missing = asked.find(({ name, required, default: value }) => required && !(inputs[name] ?? value));
  if (missing) throw new PlatformError('refused', `missing_input ${missing.name}`);
  const given = asked.flatMap((each) => {
    const value = inputs[each.name];
    return value === undefined ? [] : [[each.name, valueOf(each, value)] as const];
  });
  const branchField = fieldOf(form, 'branch');
  const commitField = fieldOf(form, 'revision');
  if (branchField === undefined || commitField === undefined)
    throw new PlatformError(
      'refused',
      'its force scheduler asks for no branch and revision, so no commit can be named',
    );
  return { ...Object.fromEntries(given), [branchField]: branch, [commitField]: commit };
}

/** How the form calls the branch, or the revision, of its first codebase. */
const fieldOf = (form: readonly Field[], wanted: string): string | undefined =>
  flat(form).find(({ name, type, hide }) => name === wanted && type !== 'fixed' && hide !== true)?.fullName ??
  undefined;

function valueOf({ name, type, options, free }: AskedField, text: string): string | boolean {
  const wrong = () => new PlatformError('refused', `invalid_input ${name}`);
  if (type === 'choice' && !free && !options?.includes(text)) throw wrong();
  if (type === 'number' && !/^[+-]?\d{1,15}$/.test(text)) throw wrong();
  if (type !== 'boolean') return text;
  if (text !== 'true' && text !== 'false') throw wrong();
  return text === 'true';
}
