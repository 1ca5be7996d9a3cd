import * as z from 'zod/mini';

/** More are not named. */
export const mostUnread = 20;

/**
 * A file of a run that may hold failures which nobody has seen. `large`: it is too long, or too much was read before it; `broken`: it ends
 * before its end, or holds nothing; `outside`: a link leads out of the repository; `many`: it is one of too many to be remembered.
 */
export const UnreadReport = z.object({
  file: z.string().check(z.maxLength(500)),
  why: z.enum(['large', 'unreadable', 'broken', 'outside', 'many']),
});
export type UnreadReport = z.infer<typeof UnreadReport>;
