import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appPermissions, mintToken, registerApp } from './auth.ts';
import { createFaults, type Fault } from './faults.ts';
import { type Call, createFront } from './front.ts';
import { graphqlRoute } from './graphql/route.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { createOauth } from './oauth.ts';
import { servePage } from './pages.ts';
import { openRepo, type RepoActs } from './repo.ts';
import type { Permission, Repo, Team, User } from './rows.ts';
import type { Route } from './router.ts';
import { actionsDeeds, actionsRoutes } from './routes/actions.ts';
import { appRoutes } from './routes/apps.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { checkRoutes } from './routes/checks.ts';
import { createDownloads } from './routes/downloads.ts';
import { pullRoutes } from './routes/pulls.ts';
import { commitRoutes, repositoryRoutes } from './routes/repository.ts';
import { createIds, type RegisteredApp, type Site, userOf } from './site.ts';

export interface GitHubOptions {
  /** Folders of git repositories by their names, `acme/shop`. The server's own acts are of the first. */
  readonly repositories: Readonly<Record<string, string>>;
  /** What people may do with all repositories. Absent: ann is admin, bo and cy may write, dee may read, eve nothing. */
  readonly people?: Readonly<Record<string, Permission>>;
  /** Teams by slug, with their members. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  readonly now?: () => number;
  /** How often a device flow may be asked: five seconds with GitHub. */
  readonly deviceIntervalMs?: number;
  readonly port?: number;
}

/** A GitHub that remembers, on the loopback. What it says of branches and commits comes from real repositories. */
export interface GitHubServer extends RepoActs {
  /** `http://127.0.0.1:PORT`: of the API, of GraphQL (`/graphql`), and of the pages that links lead to. */
  readonly url: string;
  readonly app: RegisteredApp;
  /** The same acts for one of the others. */
  of(name: string): RepoActs;
  /** A token of a person: `ghp_`, or fine-grained. */
  token(login: string, kind?: 'classic' | 'fine-grained'): string;
  /** A token of the App's installation, as if it had asked for one. */
  installationToken(): string;
  revoke(token: string): void;
  user(login: string): User;
  addUser(login: string, has?: Permission): User;
  rename(login: string, to: string): void;
  readonly device: { approve(userCode: string, login: string): void; deny(userCode: string): void };
  /** The code that a manifest's redirect would carry. */
  manifestCode(name: string): string;
  readonly hooks: Hooks;
  /** Templates of all routes that are served. */
  readonly routes: readonly string[];
  /** All calls that came in, in order. */
  readonly calls: readonly Call[];
  /** How many of a route have come in, or of all. */
  counted(route?: string): number;
  /** The next calls of a route (as in `calls`, or `*`) meet this. */
  failNext(route: string, fault: Fault, times?: number): void;
  /** No fault is due any more. */
  heal(): void;
  close(): Promise<void>;
}

const people: Readonly<Record<string, Permission>> = {
  ann: 'admin',
  bo: 'write',
  cy: 'write',
  dee: 'read',
  eve: 'none',
};

/** Starts it on a free port of the loopback. */
export async function startGitHubServer(options: GitHubOptions): Promise<GitHubServer> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isPage = await servePage(site, request, response).catch(() => false);
    if (!isPage) await front.handle(request, response);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const next = createIds();
  const permissions = new Map(Object.entries(options.people ?? people));
  const user = (login: string, type: User['type'] = 'User'): User => ({ id: next('user'), login, type });
  const users = [...permissions.keys()].map((login) => user(login));
  const bot = user('shiproom[bot]', 'Bot');
  users.push(bot);
  const repos: Repo[] = [];
  const teams: Team[] = [];
  const site: Site = {
    url,
    now: options.now ?? Date.now,
    next,
    users,
    teams,
    repos,
    app: registerApp(bot),
    tokens: new Map(),
    emit: (...words) => hooks.emit(...words),
  };
  const hooks = createHooks(site);
  for (const [slug, members] of Object.entries(options.teams ?? {}))
    teams.push({ id: next('team'), slug, members: members.map((login) => userOf(site, login)) });

  const opened = new Map<string, RepoActs>();
  for (const [name, folder] of Object.entries(options.repositories)) {
    const [login = '', short = ''] = name.split('/');
    const owner = users.find((each) => each.login === login) ?? user(login, 'Organization');
    if (!users.includes(owner)) users.push(owner);
    opened.set(name, await openRepo(site, short, folder, owner, permissions));
  }
  const actsOf = (repo: Repo): RepoActs => {
    const found = [...opened.values()].find((each) => each.repo === repo);
    if (!found) throw new Error(`no repository ${repo.name}`);
    return found;
  };
  const actionsOf = (repo: Repo) => actsOf(repo).actions;
  const oauth = createOauth(site, options.deviceIntervalMs ?? 5_000);
  const routes: readonly Route[] = [
    ...oauth.routes,
    ...appRoutes(hooks),
    graphqlRoute(),
    ...pullRoutes,
    ...checkRoutes,
    ...actionsRoutes(actionsOf),
    ...actionsDeeds(actionsOf),
    ...approvalRoutes(actionsOf),
    ...createDownloads(site),
    ...repositoryRoutes,
    ...commitRoutes,
  ];
  const faults = createFaults();
  const front = createFront(site, routes, faults);
  const [first] = opened.values();
  if (!first) throw new Error('no repository');

  return {
    ...first,
    url,
    app: site.app,
    of(name) {
      const found = opened.get(name);
      if (!found) throw new Error(`no repository ${name}`);
      return found;
    },
    token: (login, kind = 'classic') =>
      mintToken(site, { type: 'user', user: userOf(site, login), kind }, kind === 'classic' ? 'ghp_' : 'github_pat_'),
    installationToken: () =>
      mintToken(
        site,
        { type: 'installation', user: bot, permissions: appPermissions, repos },
        'ghs_',
        site.now() + 3_600_000,
      ),
    revoke: (token) => void site.tokens.delete(token),
    user: (login) => userOf(site, login),
    addUser(login, has = 'none') {
      const made = user(login);
      users.push(made);
      for (const repo of repos) repo.permissions.set(made.id, has);
      return made;
    },
    rename(login, to) {
      userOf(site, login).login = to;
    },
    device: {
      approve: (userCode, login) => oauth.approve(userCode, userOf(site, login)),
      deny: (userCode) => oauth.deny(userCode),
    },
    manifestCode: (name) => oauth.manifestCode(name),
    hooks,
    routes: routes.map((each) => each.name),
    calls: front.calls,
    counted: (route) => front.calls.filter((call) => route === undefined || call.route === route).length,
    failNext: (route, fault, times) => faults.plan(route, fault, times),
    heal: () => faults.clear(),
    async close() {
      await Promise.all([...opened.values()].map(async (each) => each.actions.close()));
      hooks.to(undefined);
      await hooks.settled();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
