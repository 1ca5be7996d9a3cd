import type { Card } from './card.ts';
import type { CiRun, Gate } from './run.ts';

/** Names of deeds: whoever does the same to the same attempt of a run does one deed. */
export const deedKeys = {
  rerun: ({ run, attempt }: CiRun): string => `rerun/${run}/${attempt}`,
  cancel: ({ run, attempt }: CiRun): string => `cancel/${run}/${attempt}`,
  gate: ({ run, attempt }: CiRun, { environment }: Gate): string => `gate/${run}/${attempt}/${environment}`,
};

/** Whether somebody has done this already, so that it is not offered again. Where they were refused, others may try. */
export const isDone = (deeds: Card['deeds'], key: string): boolean =>
  deeds?.some((deed) => deed.ok && deed.key === key) ?? false;
