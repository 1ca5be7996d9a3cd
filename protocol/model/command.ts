import * as z from 'zod/mini';

/** What a command does to the world: nothing, something, or something that another human has to agree to. */
export const Effect = z.enum(['read', 'write', 'dangerous']);
export type Effect = z.infer<typeof Effect>;

export const ArgumentSpec = z.object({
  name: z.string(),
  summary: z.string(),
  kind: z.enum(['branch', 'commit', 'run', 'word', 'text', 'flag']),
  required: z.boolean(),
});
export type ArgumentSpec = z.infer<typeof ArgumentSpec>;

/** A word that may stand anywhere after the command: `--failed`, `--job NAME`. */
export const OptionSpec = z.object({
  name: z.string(),
  summary: z.string(),
  /** A `flag` takes no value; a `pair` takes `name=value`, and may come again. */
  kind: z.enum(['flag', 'word', 'commit', 'person', 'pair']),
});
export type OptionSpec = z.infer<typeof OptionSpec>;

/** A bot command, as help, completion and the palette show it. The name may have two words: `ci run`. */
export const CommandSpec = z.object({
  name: z.string(),
  summary: z.string(),
  effect: Effect,
  arguments: z.array(ArgumentSpec),
  options: z.optional(z.array(OptionSpec)),
  /** Its answer is for the asker alone, whatever they say: a link, a code. */
  private: z.optional(z.boolean()),
});
export type CommandSpec = z.infer<typeof CommandSpec>;
