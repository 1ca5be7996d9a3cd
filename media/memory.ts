import * as z from 'zod/mini';
import { CardKey } from '../protocol/model/card.ts';
import { Instant, Offset } from '../protocol/model/ids.ts';

/** A message of the reader's own that is being changed. */
const Edit = z.object({ offset: Offset, at: Instant, text: z.string() });

/** What a panel remembers of itself while it is out of sight. */
export const Memory = z.object({
  /** What was being written. */
  draft: z.string(),
  /** About which branch, if its writer chose one. */
  about: z.optional(CardKey),
  /** Beside the draft, which waits meanwhile. */
  edit: z.optional(Edit),
  /** The sections that the reader opened or closed. */
  open: z.record(z.string(), z.boolean()),
  /** The branch whose conversation alone is shown. */
  thread: z.optional(CardKey),
});
export type Memory = z.infer<typeof Memory>;

/** What was kept, or an empty memory where it cannot be read. */
export function readMemory(kept: unknown): Memory {
  const parsed = Memory.safeParse(kept);
  return parsed.success ? parsed.data : { draft: '', open: {} };
}
