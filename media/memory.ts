import * as z from 'zod/mini';

/** What a panel remembers of itself while it is out of sight. */
export const Memory = z.object({
  /** What was being written. */
  draft: z.string(),
  /** The sections that the reader opened or closed. */
  open: z.record(z.string(), z.boolean()),
});
export type Memory = z.infer<typeof Memory>;

/** What was kept, or an empty memory where it cannot be read. */
export function readMemory(kept: unknown): Memory {
  const parsed = Memory.safeParse(kept);
  return parsed.success ? parsed.data : { draft: '', open: {} };
}
