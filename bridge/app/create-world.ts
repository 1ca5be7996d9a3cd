import { createCompleting } from './complete/completing.ts';
import { createLinking } from './people/linking.ts';
import { createOpenRuns } from './ci/open-runs.ts';
import { createRefresher } from './ci/refresher.ts';
import { createRoster } from './people/roster.ts';
import { createRouteBook } from './routes/routes.ts';
import { createSources } from './ci/sources.ts';
import type { World } from './world.ts';

/** What a process knows of itself while it runs, and brings to its world. */
type Remembered =
  | 'roster'
  | 'routes'
  | 'sources'
  | 'refresher'
  | 'linking'
  | 'openRuns'
  | 'lines'
  | 'underWay'
  | 'completing';

/** A world of these parts, with everything that it only remembers. */
export function createWorld(parts: Omit<World, Remembered>): World {
  const world: World = {
    ...parts,
    roster: createRoster(),
    sources: createSources(() => world),
    refresher: createRefresher(() => world),
    routes: createRouteBook(() => world),
    linking: createLinking(() => world),
    openRuns: createOpenRuns(),
    lines: new Map(),
    underWay: new Map(),
    completing: createCompleting(() => world),
  };
  return world;
}
