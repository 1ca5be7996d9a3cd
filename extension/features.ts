import type { Around, Feature } from './feature.ts';
import { createFirstSteps } from './first-steps.ts';
import { createAppearance } from './sources/appearance.ts';
import { createPauseEnd } from './sources/pause-end.ts';
import { createCiTests } from './testing/ci-tests.ts';
import { createTeamTree } from './views/team-tree.ts';

/** All features of a window that need nothing but what every feature may use. */
export const createFeatures = (around: Around): readonly Feature[] => [
  createAppearance(around),
  createFirstSteps(around),
  createPauseEnd(around),
  createTeamTree(around),
  createCiTests(around),
];
