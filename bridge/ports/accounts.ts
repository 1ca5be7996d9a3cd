import type { RepositoryId } from '../../protocol/model/ids.ts';

/** An account on a forge. `id` is the forge's lasting one: logins are renamed and given to others. */
export interface ForgeAccount {
  readonly id: string;
  readonly login: string;
}

/** Somebody is about to show who they are: they open `url` and type `userCode` there. `secret` is ours, and never leaves the bridge's memory. */
export interface LinkBegun {
  readonly userCode: string;
  readonly url: string;
  readonly secret: string;
  readonly expiresAt: number;
  readonly intervalMs: number;
}

export type LinkState =
  | { readonly state: 'waiting'; readonly intervalMs: number }
  | { readonly state: 'linked'; readonly account: ForgeAccount }
  | { readonly state: 'refused'; readonly why: string };

/** Who people are on a forge, and what they may do there themselves. No token of theirs is kept. All failures are PlatformErrors. */
export interface Accounts {
  /** A forge's id. */
  readonly id: string;
  /** Providers of CI whose actions need this forge's permission. */
  readonly guards: readonly string[];
  /** Begins to link somebody; undefined where nothing is set up for it. */
  begin(): Promise<LinkBegun | undefined>;
  finish(secret: string): Promise<LinkState>;
  /** What the account is called now; undefined where it is not there any more. */
  login(account: ForgeAccount): Promise<string | undefined>;
  /** What the account may do with the repository now. The forge is asked each time, by the lasting id. */
  permission(account: ForgeAccount, repository: RepositoryId): Promise<'none' | 'read' | 'write' | 'admin'>;
}
