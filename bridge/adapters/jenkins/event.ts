import * as z from 'zod/mini';

/** What the plugin Notification tells of a build, as far as we use it: https://plugins.jenkins.io/notification/ */

const text = z.nullish(z.string());
const count = z.nullish(z.int().check(z.nonnegative()));

export const Notification = z.object({
  name: z.string(),
  url: text,
  build: z.object({
    number: count,
    queue_id: z.nullish(z.int()),
    phase: z.string(),
    status: text,
    url: text,
    full_url: text,
    /** Of older ones it is a date in words. */
    timestamp: z.nullish(z.union([z.number(), z.string()])),
    scm: z.nullish(z.object({ branch: text, commit: text })),
    test_summary: z.nullish(z.object({ passed: count, failed: count, skipped: count })),
  }),
});
export type Notification = z.infer<typeof Notification>;
