import * as z from 'zod/mini';
import { BranchName, RepositoryId } from './ids.ts';
import { Person } from './person.ts';

/** Somebody who has an editor or a page open now. The branch is there only while they share it. */
export const Presence = z.object({
  person: Person,
  /** How many editors and pages this person has open. */
  devices: z.int().check(z.positive()),
  on: z.optional(z.object({ repository: RepositoryId, branch: BranchName })),
});
export type Presence = z.infer<typeof Presence>;
