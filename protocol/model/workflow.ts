import * as z from 'zod/mini';

const text = z.string().check(z.maxLength(1000));

/** What a workflow asks for before it runs. Values are text; a boolean's are `true` and `false`. */
export const WorkflowInput = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  type: z.enum(['string', 'choice', 'boolean', 'number', 'environment']),
  description: z.optional(text),
  required: z.boolean(),
  default: z.optional(text),
  /** Of a choice, and of an environment where they are known. */
  options: z.optional(z.array(text).check(z.maxLength(100))),
});
export type WorkflowInput = z.infer<typeof WorkflowInput>;

/** Something that can be started for a branch. */
export const Workflow = z.object({
  provider: z.string().check(z.maxLength(40)),
  /** The provider's own name of it: what `ci run --workflow` takes. */
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  inputs: z.array(WorkflowInput).check(z.maxLength(30)),
});
export type Workflow = z.infer<typeof Workflow>;
