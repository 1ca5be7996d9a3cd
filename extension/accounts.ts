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

type Change = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;
type Sessions = ReadonlyMap<string, vscode.AuthenticationSession>;

/**
 * One session for each paired bridge. Its `accessToken` is empty: any extension may ask VS Code for a session, and a bridge's token is
 * nobody's but this one's; it never leaves the secret storage by this way.
 */
export function createAccounts({ secrets, names, connect, signOut, failed }: Options): Accounts {
  const changed = new vscode.EventEmitter<Change>();
  /** Names that were told here. A bridge tells one before its token is kept, and one that needs no token is no account. */
  const told = new Map<string, string>();

  const look = inTurn(async () => {
    const origins = await pairedOrigins(secrets);
    for (const origin of origins) {
      const name = told.get(origin);
      if (name !== undefined && name !== names.get(nameKey(origin))) await names.update(nameKey(origin), name);
    }
    return new Map(origins.map((origin) => [origin, sessionOf(origin, names.get(nameKey(origin)))]));
  }, changed);
  const watch = secrets.onDidChange(({ key }) => {
    if (tokenKey.originOf(key) !== undefined) look().catch(failed);
  });
  return {
    onDidChangeSessions: changed.event,
    // There are no scopes here, so whoever wants some wants something else.
    getSessions: async (scopes) => (scopes?.length ? [] : [...(await look()).values()]),
    async createSession() {
      const before = new Set(await pairedOrigins(secrets));
      await connect();
      const now = await look();
      const added = [...now.values()].find(({ id }) => !before.has(id));
      if (!added)
        throw new Error(vscode.l10n.t('No bridge was paired anew. A bridge on this machine needs no account.'));
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

/** Reads one after the other, so that each change is told once, and nothing older is known after something newer. */
function inTurn(read: () => Promise<Sessions>, changed: vscode.EventEmitter<Change>): () => Promise<Sessions> {
  let known: Sessions = new Map();
  let turn: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<Sessions> => {
    const before = known;
    known = await read();
    const change = changeOf(before, known);
    if (change) changed.fire(change);
    return known;
  };
  return () => {
    const mine = turn.then(look);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

const nameKey = (origin: string): string => `person ${origin}`;

/** What has come, has gone or is called otherwise now; undefined where nothing has. */
function changeOf(before: Sessions, now: Sessions) {
  const added = [...now.values()].filter(({ id }) => !before.has(id));
  const removed = [...before.values()].filter(({ id }) => !now.has(id));
  const changed = [...now.values()].filter(
    ({ id, account }) => (before.get(id) ?? { account }).account.label !== account.label,
  );
  return added.length + removed.length + changed.length > 0 ? { added, removed, changed } : undefined;
}

function sessionOf(origin: string, name: unknown): vscode.AuthenticationSession {
  const host = origin.replace(/^https?:\/\//, '');
  const label = typeof name === 'string' ? vscode.l10n.t('{0} at {1}', plain(name), host) : host;
  return { id: origin, accessToken: '', account: { id: origin, label }, scopes: [] };
}
