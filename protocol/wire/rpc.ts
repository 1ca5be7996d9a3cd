import * as z from 'zod/mini';

const version = z.literal('2.0');
const id = z.union([z.int(), z.string().check(z.minLength(1), z.maxLength(64))]);
const params = z.optional(z.record(z.string(), z.unknown()));

/** A call that wants an answer. */
export const Request = z.object({ jsonrpc: version, id, method: z.string(), params });
export type Request = z.infer<typeof Request>;

/** A call that wants none. */
export const Notification = z.object({ jsonrpc: version, method: z.string(), params });
export type Notification = z.infer<typeof Notification>;

export const Success = z.object({ jsonrpc: version, id, result: z.unknown() });
export type Success = z.infer<typeof Success>;

/** Why a request was refused. `message` is for people, `slug` for programs. */
export const Refusal = z.object({
  code: z.int(),
  message: z.string(),
  data: z.object({
    slug: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.optional(z.int().check(z.nonnegative())),
    field: z.optional(z.string()),
  }),
});
export type Refusal = z.infer<typeof Refusal>;

/** `id` is null where the request could not be read far enough to know it. */
export const Failure = z.object({ jsonrpc: version, id: z.nullable(id), error: Refusal });
export type Failure = z.infer<typeof Failure>;

export type CallId = z.infer<typeof id>;
