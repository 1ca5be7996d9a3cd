import type { Card, Deed } from './card.ts';
import type { CiRun, Gate } from './run.ts';

/**
 * Names of deeds: whoever does the same to the same attempt of a run does one deed. A gate is told by its id where it has one, since a run may ask
 * twice under one name.
 */
export const deedKeys = {
  rerun: ({ run, attempt }: CiRun): string => `rerun/${run}/${attempt}`,
  cancel: ({ run, attempt }: CiRun): string => `cancel/${run}/${attempt}`,
  gate: ({ run, attempt }: CiRun, { environment, id }: Gate): string => `gate/${run}/${attempt}/${id ?? environment}`,
};

/** What people did to the branch as it stands now: not what they did for commits of which CI speaks no more. */
export function presentDeeds({ deeds = [], ci }: Pick<Card, 'deeds' | 'ci'>): Deed[] {
  const commit = ci[0]?.commit;
  const since = Math.min(...ci.filter((run) => run.commit === commit).map(({ queuedAt }) => queuedAt));
  return deeds.filter(({ at }) => commit === undefined || at >= since);
}

/** Whether somebody has done this already, so that it is not offered again. Where they were refused, others may try. */
export const isDone = (deeds: Card['deeds'], key: string): boolean =>
  deeds?.some((deed) => deed.ok && deed.key === key) ?? false;
