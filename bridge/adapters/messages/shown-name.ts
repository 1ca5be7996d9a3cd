import { cut } from './cut.ts';

const longestName = 80;

/** What somebody is called, as one short line: a platform lets people call themselves anything. */
export const shownName = (name: string): string =>
  cut(
    name
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim(),
    longestName,
  ) || 'somebody';
