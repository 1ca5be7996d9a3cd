import { type Git, GitFailure } from '../../git.ts';
import { configured } from './refs.ts';

const words = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--end-of-options',
  'origin',
];

/** With no progress to show, git is silent for as long as it fetches. */
const silentMs = 60_000;

/** Fetches from `origin`; false where there is none, or it could not be reached. Those who ask meanwhile wait for the same fetch. */
export function fetchOnce(): (git: Git) => Promise<boolean> {
  const underWay = new Map<Git, Promise<boolean>>();
  return (git) => {
    const same = underWay.get(git);
    if (same) return same;
    const fetching = fetchOrigin(git).finally(() => underWay.delete(git));
    underWay.set(git, fetching);
    return fetching;
  };
}

async function fetchOrigin(git: Git): Promise<boolean> {
  if ((await configured(git, 'remote.origin.url')) === '') return false;
  try {
    await git(words, { silentMs });
    return true;
  } catch (error) {
    if (error instanceof GitFailure) return false;
    throw error;
  }
}
