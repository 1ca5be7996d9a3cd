import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Origin } from './address.ts';
import type { Bridge } from './uplink.ts';
import type { LocalBridge } from './state-file.ts';

export interface Options {
  /** The user's own setting. */
  readonly configured: Origin | undefined;
  /** The bridge that was used last in this workspace. */
  readonly last: Origin | undefined;
  readonly repositories: readonly RepositoryId[];
  readonly local: readonly LocalBridge[];
  readonly tokenOf: (origin: Origin) => Promise<string | undefined>;
}

/**
 * The bridge to connect to without being asked: one that the user has paired and named, else the one used last here, else one that
 * this user runs on this machine for a repository of this workspace. None is also an answer.
 */
export async function bridgeOf({
  configured,
  last,
  repositories,
  local,
  tokenOf,
}: Options): Promise<Bridge | undefined> {
  for (const origin of [configured, last]) {
    const token = origin && (await tokenOf(origin));
    if (token) return { origin, credential: { token } };
  }
  const named = local.find(({ origin }) => origin === configured);
  const ours = named ?? local.find(({ repository }) => repositories.includes(repository));
  return ours && { origin: ours.origin, credential: { token: ours.token } };
}
