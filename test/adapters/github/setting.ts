import { expect } from 'vitest';
import type { GitHubConfig } from '../../../bridge/adapters/github/config.ts';
import { PlatformError } from '../../../bridge/ports/platform-error.ts';
import type { Clock } from '../../../bridge/ports/clock.ts';
import type { Log } from '../../../bridge/ports/log.ts';
import { RepositoryId } from '../../../protocol/model/ids.ts';

export const shop = RepositoryId.parse('github.com/acme/shop');
export const shopPlace = { owner: 'acme', repo: 'shop' };
export const token = 'github_pat_11AAAAAAA0secretsecretsecret';

/** A clock that stands still: no call of it ends by itself. */
export const stillClock = (now = 1_700_000_000_000): Clock => ({ now: () => now, after: () => () => undefined });

const nothing = () => undefined;
const silentLog: Log = { info: nothing, warn: nothing, error: nothing };

/** Settings for a server on this machine, asked with a token. */
export const settingFor = (apiUrl: string, more: Partial<GitHubConfig> = {}): GitHubConfig => ({
  apiUrl,
  repositories: [shop],
  auth: { type: 'token', token },
  clock: stillClock(),
  log: silentLog,
  paced: false,
  ...more,
});

/** How a call failed; the whole of it as text too, for what must not be in there. */
export async function failureOf(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PlatformError);
  const failure = error as PlatformError;
  expect([failure.message, failure.vendorWord, String(failure.cause), failure.stack].join(' ')).not.toContain('secret');
  return failure;
}
