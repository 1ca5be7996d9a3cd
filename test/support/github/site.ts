import type { KeyObject } from 'node:crypto';
import type { App, Repo, Team, User } from './rows.ts';

/** Who a token is. */
export type Actor =
  | { readonly type: 'nobody' }
  | { readonly type: 'user'; readonly user: User; readonly kind: 'classic' | 'fine-grained' | 'app' }
  | { readonly type: 'app' }
  | {
      readonly type: 'installation';
      readonly user: User;
      readonly permissions: AppPermissions;
      readonly repos: readonly Repo[];
    };
export type AppPermissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

/** Our own GitHub App as it is registered, with its one installation on all repositories. */
export interface RegisteredApp extends App {
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM, made when the server starts. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly webhookSecret: string;
  readonly installationId: number;
  readonly bot: User;
  permissions: AppPermissions;
  readonly events: readonly string[];
  /** Whether people have let device flow be used. */
  deviceFlow: boolean;
}

export type Emit = (repo: Repo, event: string, action: string | undefined, body: object, sender: User) => void;

/** All that this GitHub knows. */
export interface Site {
  readonly url: string;
  now(): number;
  /** The next id of a kind. */
  next(kind: Kind): number;
  readonly users: User[];
  readonly teams: Team[];
  readonly repos: Repo[];
  readonly app: RegisteredApp;
  readonly tokens: Map<string, { readonly actor: Actor; readonly expiresAt?: number }>;
  emit: Emit;
}

/** Where ids of each kind begin: those of runs and jobs have been above 2^32 for years. */
const beginnings = {
  user: 1_000,
  team: 500,
  repo: 186_853_002,
  pull: 279_147_437,
  label: 208_045_946,
  review: 2_626_884_000,
  comment: 1_290_000_000,
  status: 9_700_000_000,
  suite: 51_000_000_000,
  check: 53_000_000_000,
  deployment: 2_900_000_000,
  environment: 161_088_068,
  workflow: 161_335,
  run: 19_000_000_000,
  artifact: 4_100_000_000,
  delivery: 12_345_678_000,
} as const;
export type Kind = keyof typeof beginnings;

/** Counts up from where GitHub's own ids of the kind are. */
export function createIds(): (kind: Kind) => number {
  const last = new Map<Kind, number>();
  return (kind) => {
    const id = (last.get(kind) ?? beginnings[kind]) + 1;
    last.set(kind, id);
    return id;
  };
}

/** As GitHub writes instants. */
export const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
export const isoOr = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : iso(at);

/** The opaque id that GraphQL uses for the same thing. */
export const nodeId = (type: string, id: number | string): string =>
  Buffer.from(`${type}:${id}`, 'utf8').toString('base64url');

export const fullName = (repo: Repo): string => `${repo.owner.login}/${repo.name}`;

/** Somebody by login; throws for an unknown one, which is a mistake of the test. */
export function userOf(site: Site, login: string): User {
  const user = site.users.find((each) => each.login.toLowerCase() === login.toLowerCase());
  if (!user) throw new Error(`no user ${login}`);
  return user;
}
