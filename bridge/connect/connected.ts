import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Environment } from '../folders.ts';
import type { Accounts } from '../ports/accounts.ts';
import type { CiProvider } from '../ports/ci-provider.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Forge } from '../ports/forge.ts';
import type { Hook } from '../ports/hook.ts';
import type { Log } from '../ports/log.ts';
import { Unusable } from '../unusable.ts';

/** What an outside system brings to the bridge. */
export interface Connected {
  readonly forges: readonly Forge[];
  readonly files: readonly Files[];
  readonly ci: readonly CiProvider[];
  readonly hooks: readonly Hook[];
  readonly accounts: readonly Accounts[];
  /** What each of these is called, by its id. */
  readonly names: ReadonlyMap<string, string>;
  /** Whose the bridge's own credentials are, where they are a person's: the owner acts as themselves then. */
  readonly self?: {
    readonly forge: string;
    readonly whoami: () => Promise<{ readonly id: string; readonly login: string }>;
  };
}

/** What connecting needs. */
export interface Connecting {
  /** All that the room follows. */
  readonly repositories: readonly RepositoryId[];
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder that paths of the settings are relative to. */
  readonly folder: string;
}

/** A secret from the environment; undefined where it is not set. */
export const secretOf = (environment: Environment, name: string): string | undefined => environment[name] || undefined;

/** Those of the secrets that are set. */
export const secretsOf = (environment: Environment, ...names: readonly string[]): string[] =>
  names.flatMap((name) => secretOf(environment, name) ?? []);

/** What a setting says by repository, each of them one that the room follows, as lists. Fails with Unusable. */
export function ofRepositories<T extends object>(
  setting: string,
  named: Readonly<Record<string, T | readonly T[]>>,
  { repositories }: Connecting,
): ReadonlyMap<RepositoryId, readonly T[]> {
  const entries = Object.entries(named).map(([name, said]) => {
    const repository = repositories.find((each) => each === name);
    if (repository === undefined)
      throw new Unusable(`${setting} names ${name}, which the room does not follow. Add it under “repositories”.`);
    const list: readonly T[] = isList(said) ? said : [said];
    return [repository, list] as const;
  });
  if (entries.length === 0) throw new Unusable(`${setting} names no repository.`);
  return new Map(entries);
}

const isList = <T>(said: T | readonly T[]): said is readonly T[] => Array.isArray(said);

/** Everything that several systems bring. */
export const together = (all: readonly Connected[]): Omit<Connected, 'self'> => ({
  forges: all.flatMap((each) => each.forges),
  files: all.flatMap((each) => each.files),
  ci: all.flatMap((each) => each.ci),
  hooks: all.flatMap((each) => each.hooks),
  accounts: all.flatMap((each) => each.accounts),
  names: new Map(all.flatMap((each) => [...each.names])),
});

/** An address that a token may be sent to. */
export const apiAddress = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/;
