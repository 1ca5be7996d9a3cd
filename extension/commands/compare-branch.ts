import type { Services } from '../services.ts';

/** Shows what differs between this branch and a team-mate's, where theirs can be fetched. */
export async function compareBranch(_services: Services, _argument?: unknown): Promise<void> {}
