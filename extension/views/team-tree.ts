import type { Around, Feature } from '../feature.ts';
import { createRowTree } from './row-tree.ts';
import { teamView } from './team-model.ts';

/** The view Team: who is here, on which branch, and which files they have changed as well. */
export function createTeamTree({ time }: Pick<Around, 'time'>): Feature {
  const tree = createRowTree('team');
  return {
    show(situation) {
      const { room, checkout } = situation;
      tree.show({ ...teamView(situation, time), place: room?.room ?? '', root: checkout?.root ?? '', message: '' });
    },
    dispose: () => tree.dispose(),
  };
}
