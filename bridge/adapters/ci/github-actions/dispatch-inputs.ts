import { parse } from 'yaml';
import * as z from 'zod/mini';
import type { WorkflowInput } from '../../../../protocol/model/workflow.ts';
import { cut } from '../../../../reports/bounded.ts';
import { plain } from '../../../../reports/clean-log.ts';

/** A larger workflow is not read: it would take long. */
const mostCharacters = 128 * 1024;

/** What the wire takes. */
const mostInputs = 30;
const mostOptions = 100;
const mostText = 1000;

/** `z.catch`, under a name that is not a promise's. */
const orElse = z.catch;
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const absent = orElse(z.nullish(scalar), undefined);

const Input = z.object({
  type: absent,
  description: absent,
  required: absent,
  default: absent,
  options: orElse(z.nullish(z.array(scalar)), undefined),
});
type Input = z.infer<typeof Input>;

const Dispatch = z.nullish(z.object({ inputs: z.nullish(z.record(z.string(), z.unknown())) }));
const On = z.object({
  on: z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]),
});

/**
 * The inputs that a workflow asks for when somebody starts it, in its own order; undefined where nobody can start it, or where it cannot be
 * read. The file comes from anybody who may push.
 */
export function dispatchInputs(file: string): readonly WorkflowInput[] | undefined {
  if (file.length > mostCharacters) return undefined;
  const workflow = On.safeParse(read(file));
  if (!workflow.success) return undefined;
  const { on } = workflow.data;
  if (typeof on === 'string') return on === trigger ? [] : undefined;
  if (Array.isArray(on)) return on.includes(trigger) ? [] : undefined;
  if (!Object.hasOwn(on, trigger)) return undefined;
  const dispatch = Dispatch.safeParse(on[trigger]);
  if (!dispatch.success) return undefined;
  return Object.entries(dispatch.data?.inputs ?? {})
    .slice(0, mostInputs)
    .flatMap(([name, input]) => inputOf(name, Input.safeParse(input ?? {}).data));
}

const trigger = 'workflow_dispatch';

function read(file: string): unknown {
  try {
    // Aliases are counted, so that a short file cannot become a long one. Keys are not compared, each with all others: GitHub does that.
    return parse(file, { maxAliasCount: 100, uniqueKeys: false, logLevel: 'error' });
  } catch {
    return undefined;
  }
}

/** None of a name that the wire does not take: cut, it would be another. */
function inputOf(name: string, input: Input | undefined): WorkflowInput[] {
  if (!input || name === '' || name.length > 100 || plain(name) !== name) return [];
  const type = typeOf(input.type);
  const description = cut(plain(String(input.description ?? '')), mostText);
  const preset = input.default ?? undefined;
  const options = type === 'choice' ? (input.options ?? []).map(String).filter(({ length }) => length <= mostText) : [];
  return [
    {
      name,
      type,
      required: input.required === true || input.required === 'true',
      ...(description !== '' && { description }),
      ...(preset !== undefined && String(preset).length <= mostText && { default: String(preset) }),
      ...(type === 'choice' && { options: options.slice(0, mostOptions) }),
    },
  ];
}

const types = z.enum(['choice', 'boolean', 'number', 'environment']);

/** A type that is new to us is typed in as text. */
const typeOf = (word: Input['type']): WorkflowInput['type'] => types.safeParse(word).data ?? 'string';
