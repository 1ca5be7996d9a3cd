import * as z from 'zod/mini';

/** What we use of Buildbot's data API: https://docs.buildbot.net/current/developer/database.html and rest.html. Times are in seconds. */

const id = z.int().check(z.nonnegative());
const seconds = z.nullish(z.number().check(z.nonnegative()));
const text = z.nullish(z.string());
const results = z.nullish(z.int());

export const Builders = z.object({ builders: z.array(z.object({ builderid: id, name: z.string() })) });

const BuildRequest = z.object({
  buildrequestid: id,
  buildsetid: id,
  builderid: id,
  submitted_at: seconds,
  complete: z.boolean(),
  complete_at: seconds,
  claimed: z.nullish(z.boolean()),
  results,
});
export type BuildRequest = z.infer<typeof BuildRequest>;
export const BuildRequests = z.object({ buildrequests: z.array(BuildRequest) });

const SourceStamp = z.object({ codebase: text, branch: text, revision: text });
export type SourceStamp = z.infer<typeof SourceStamp>;
export const Buildsets = z.object({ buildsets: z.array(z.object({ sourcestamps: z.array(SourceStamp) })) });

const Build = z.object({
  buildid: id,
  number: id,
  builderid: id,
  buildrequestid: id,
  complete: z.boolean(),
  started_at: seconds,
  complete_at: seconds,
  results,
  state_string: text,
  /** Each with where it is from. */
  properties: z.nullish(z.record(z.string(), z.array(z.unknown()))),
});
export type Build = z.infer<typeof Build>;
export const Builds = z.object({ builds: z.array(Build) });

const StepRow = z.object({
  stepid: id,
  number: id,
  name: z.string(),
  complete: z.boolean(),
  started_at: seconds,
  complete_at: seconds,
  results,
  hidden: z.nullish(z.boolean()),
});
export type StepRow = z.infer<typeof StepRow>;
export const Steps = z.object({ steps: z.array(StepRow) });

/** `type`: `s` for what a command has printed, `t` for text, `h` for HTML, `d` for what was deleted. */
const LogRow = z.object({ logid: id, name: z.string(), type: z.string(), num_lines: id, complete: z.boolean() });
export type LogRow = z.infer<typeof LogRow>;
export const Logs = z.object({ logs: z.array(LogRow) });
export const LogChunks = z.object({ logchunks: z.array(z.object({ content: z.string() })) });

/** A field of a form; a group of them has fields of its own. */
const Field = z.object({
  name: text,
  fullName: text,
  type: text,
  label: text,
  required: z.nullish(z.boolean()),
  hide: z.nullish(z.boolean()),
  multiple: z.nullish(z.boolean()),
  strict: z.nullish(z.boolean()),
  default: z.optional(z.unknown()),
  choices: z.optional(z.unknown()),
  fields: z.optional(z.unknown()),
});
export type Field = z.infer<typeof Field>;
export const Fields = z.array(Field);
export const ForceSchedulers = z.object({
  forceschedulers: z.array(z.object({ name: z.string(), all_fields: Fields })),
});

/** The set of builds that was made, and the request in it for each builder. */
export const Forced = z.object({ result: z.tuple([id, z.record(z.string(), id)]) });
export const Done = z.object({ result: z.optional(z.unknown()) });
export const Refused = z.object({
  error: z.union([z.string(), z.object({ message: z.union([z.string(), z.record(z.string(), z.string())]) })]),
});
