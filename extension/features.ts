import type { Around, Feature } from './feature.ts';
import { createAppearance } from './sources/appearance.ts';
import { createCiTests } from './testing/ci-tests.ts';
import { createTeamTree } from './views/team-tree.ts';

/** All features of a window that need nothing but what every feature may use. */
export const createFeatures = (around: Around): readonly Feature[] => [
  createTeamTree(around),
  createCiTests(around),
  createAppearance(around),
];
