import * as vscode from 'vscode';
import { tokenKey } from './connection/token-key.ts';
import { pairedOrigins } from './pairing.ts';
import { plain } from './views/words.ts';

/** The authentication provider's id, under which VS Code shows the accounts. */
export const accountsId = 'shiproom';

interface Options {
  readonly secrets: Pick<vscode.SecretStorage, 'keys' | 'onDidChange'>;
  /** What all windows of this user remember. */
  readonly names: Pick<vscode.Memento, 'get' | 'update'>;
  /** Lets the user connect to a bridge. */
  readonly connect: () => Promise<void>;
  /** Signs this device out of a bridge. */
  readonly signOut: (origin: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** The bridges that this machine is paired with, as accounts of VS Code. */
export interface Accounts extends vscode.AuthenticationProvider, vscode.Disposable {
  /** Keeps who this user is at a bridge, as the bridge says. */
  named(origin: string, name: string): Promise<void>;
}

type Sessions = ReadonlyMap<string, vscode.AuthenticationSession>;

/**
 * One session for each paired bridge. Its `accessToken` is empty: any extension may ask VS Code for a session, and a bridge's token is
 * nobody's but this one's; it never leaves the secret storage by this way.
 */
export function createAccounts({ secrets, names, connect, signOut, failed }: Options): Accounts {
  const changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  let known: Sessions = new Map();
  /** Names that were told here. A bridge tells one before its token is kept, and one that needs no token is no account. */
  const told = new Map<string, string>();

  const nameOf = async (origin: string): Promise<unknown> => {
    const kept: unknown = names.get(nameKey(origin));
    const name = told.get(origin) ?? kept;
    if (name !== kept) await names.update(nameKey(origin), name);
    return name;
  };
  const read = async (): Promise<Sessions> => {
    const origins = await pairedOrigins(secrets);
    const all = await Promise.all(origins.map(async (origin) => sessionOf(origin, await nameOf(origin))));
    known = new Map(all.map((session) => [session.id, session]));
    return known;
  };
  const look = async (): Promise<void> => {
    const before = known;
    const now = await read();
    const added = [...now.values()].filter(({ id }) => !before.has(id));
    const removed = [...before.values()].filter(({ id }) => !now.has(id));
    const renamed = [...now.values()].filter(({ id, account }) => isOther(before.get(id), account.label));
    if (added.length + removed.length + renamed.length > 0) changed.fire({ added, removed, changed: renamed });
  };
  const watch = secrets.onDidChange(({ key }) => {
    if (tokenKey.originOf(key) !== undefined) look().catch(failed);
  });
  return {
    onDidChangeSessions: changed.event,
    // There are no scopes here, so whoever wants some wants something else.
    getSessions: async (scopes) => (scopes?.length ? [] : [...(await read()).values()]),
    async createSession() {
      const before = new Set(await pairedOrigins(secrets));
      await connect();
      const now = await read();
      const added = [...now.values()].find(({ id }) => !before.has(id)) ?? [...now.values()].at(-1);
      if (!added) throw new Error(vscode.l10n.t('No bridge was paired. A bridge on this machine needs no account.'));
      return added;
    },
    async removeSession(id) {
      await signOut(id);
      told.delete(id);
      await names.update(nameKey(id), undefined);
      await look();
    },
    async named(origin, name) {
      told.set(origin, name);
      await look();
    },
    dispose() {
      watch.dispose();
      changed.dispose();
    },
  };
}

const nameKey = (origin: string): string => `person ${origin}`;

const isOther = (before: vscode.AuthenticationSession | undefined, label: string): boolean =>
  before !== undefined && before.account.label !== label;

function sessionOf(origin: string, name: unknown): vscode.AuthenticationSession {
  const host = origin.replace(/^https?:\/\//, '');
  const label = typeof name === 'string' ? vscode.l10n.t('{0} at {1}', plain(name), host) : host;
  return { id: origin, accessToken: '', account: { id: origin, label }, scopes: [] };
}
