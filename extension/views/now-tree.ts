import { hereOf, type Situation } from '../situation.ts';
import { nowView } from './now-model.ts';
import { createRowTree } from './row-tree.ts';
import type { Time } from './words.ts';

/** The view Now: this branch, as rows. */
export interface NowTree {
  show(situation: Situation): void;
  dispose(): void;
}

export function createNowTree(time: Time): NowTree {
  const tree = createRowTree('now');
  return {
    show(situation) {
      const here = hereOf(situation);
      const root = situation.checkout?.root ?? '';
      tree.show({ ...nowView(situation, time), place: `${here?.repository}\n${here?.branch}`, root });
    },
    dispose: () => tree.dispose(),
  };
}
