import type { Around, Feature } from '../feature.ts';

/** The view Team: who is here, on which branch, and which files they have changed as well. */
export const createTeamTree = (_around: Around): Feature => ({ dispose() {} });
