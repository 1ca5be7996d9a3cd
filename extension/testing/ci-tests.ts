import type { Around, Feature } from '../feature.ts';

/** Failing tests of the branch's last run, in the Testing view and in Problems, at today's lines. */
export const createCiTests = (_around: Around): Feature => ({ dispose() {} });
