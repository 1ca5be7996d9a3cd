import { type Check, well, wrong } from '../adapters/check.ts';
import { GitFailure, gitIn } from '../adapters/git.ts';
import type { SettingsFile } from '../config.ts';
import { connectAll, followed } from '../connect/index.ts';
import type { Connected } from '../connect/connected.ts';
import type { Environment } from '../folders.ts';
import type { Clock } from '../ports/clock.ts';
import { PlatformError, type PlatformFault } from '../ports/platform-error.ts';
import { BranchName, type RepositoryId } from '../../protocol/model/ids.ts';
import { Unusable } from '../unusable.ts';
import type { Place } from './options.ts';

/** More repositories are not asked for: their credentials are the same. */
const mostAsked = 5;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Asks each forge and each engine of CI that the settings name for something that needs their credentials. */
export async function* checkConnections(
  settings: SettingsFile,
  place: Place,
  environment: Environment,
  clock: Clock,
): AsyncGenerator<Check> {
  const repositories = followed(place.repository, settings);
  let all: readonly Connected[];
  try {
    all = await connectAll(settings, { repositories, environment, clock, log: silent, folder: place.data });
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    yield wrong('Forges and CI', `cannot be connected: ${error.message}`, 'docs/settings.md names the page of each.');
    return;
  }
  if (all.length === 0) yield well('Forges and CI', 'are those of this machine: git, and the built-in CI.');
  const branch = await branchOf(place, environment);
  for (const { forges, ci, names } of all) {
    for (const forge of forges)
      for (const repository of forge.repositories.slice(0, mostAsked))
        yield await asked(names.get(forge.id) ?? forge.id, repository, () => forge.read(repository, branch));
    for (const engine of ci)
      for (const repository of repositories.slice(0, mostAsked))
        yield await asked(names.get(engine.id) ?? engine.id, repository, () => engine.workflows(repository, branch));
  }
}

/** A branch to ask about: where this clone stands. */
async function branchOf({ top }: Place, environment: Environment): Promise<BranchName> {
  const git = gitIn(top, environment);
  try {
    return BranchName.parse((await git(['symbolic-ref', '--short', 'HEAD'])).trim());
  } catch (error) {
    if (error instanceof GitFailure) return BranchName.parse('main');
    throw error;
  }
}

async function asked(name: string, repository: RepositoryId, ask: () => Promise<unknown>): Promise<Check> {
  try {
    await ask();
    return well(name, `answers for ${repository}.`);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { says, fix } = words[error.fault];
    return wrong(name, `${says} for ${repository} (${error.vendorWord}).`, fix);
  }
}

const anew =
  'See that it has not expired, that it may read this repository, and that the bridge was given the right one.';

const words: Readonly<Record<PlatformFault, { readonly says: string; readonly fix: string }>> = {
  unauthorised: { says: 'does not accept our credentials', fix: anew },
  refused: { says: 'refuses us', fix: anew },
  gone: {
    says: 'knows nothing',
    fix: 'See that the repository is there by this name, and that the credentials may see it.',
  },
  limited: { says: 'limits how often it is asked', fix: 'Ask again later.' },
  unavailable: { says: 'is not reached', fix: 'Check the address in shiproom.yaml, and this machine’s network.' },
  unsure: { says: 'gives no clear answer', fix: 'Ask again; if it stays, look at the vendor’s status page.' },
};
