import { createGitHubForge } from '../../../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import type { Clock } from '../../../bridge/ports/clock.ts';
import { type Asked, type Told, servers } from '../github/server.ts';
import { settingFor, shop, stillClock } from '../github/setting.ts';

export const head = 'a'.repeat(40);
export const baseHead = 'b'.repeat(40);

type Fields = Readonly<Record<string, unknown>>;
const list = (...nodes: readonly unknown[]) => ({ nodes });

/** A pull request as GraphQL has it, in order to be merged, with nothing said of it. */
export const pull = (more: Fields = {}): Fields => ({
  number: 7,
  title: 'A change',
  url: 'https://github.com/acme/shop/pull/7',
  state: 'OPEN',
  isDraft: false,
  isCrossRepository: false,
  headRefOid: head,
  baseRefName: 'main',
  mergeable: 'MERGEABLE',
  mergeStateStatus: 'CLEAN',
  reviewDecision: null,
  author: { login: 'ann' },
  baseRef: { target: { oid: baseHead }, refUpdateRule: null },
  labels: list(),
  reviewThreads: { pageInfo: { hasNextPage: false }, nodes: [] },
  latestReviews: list(),
  latestOpinionatedReviews: list(),
  reviewRequests: list(),
  ...more,
});

/** Contexts on the branch's newest commit. */
export const commit = (contexts: readonly Fields[], more = false, deployments: readonly Fields[] = []): Fields => ({
  oid: head,
  statusCheckRollup: { contexts: { pageInfo: { hasNextPage: more }, nodes: contexts } },
  deployments: list(...deployments),
});

export interface Scene {
  readonly open?: readonly Fields[];
  readonly past?: readonly Fields[];
  readonly commit?: Fields | null;
  readonly deployments?: readonly Fields[];
  readonly errors?: readonly Fields[];
  /** The rules of the base; absent: there are none to see. */
  readonly rules?: readonly Fields[];
  readonly compared?: { readonly ahead_by: number; readonly behind_by: number };
}

export function answersOf(scene: Scene): (asked: Asked) => Told | undefined {
  const target = scene.commit === undefined ? commit([]) : scene.commit;
  const repository = {
    defaultBranchRef: { name: 'main', target: { oid: baseHead } },
    deployments: list(...(scene.deployments ?? [])),
  };
  const branch = (n: number) => ({
    [`ref${n}`]: target && { target },
    [`open${n}`]: list(...(scene.open ?? [])),
    [`past${n}`]: list(...(scene.past ?? [])),
  });
  const all = Object.assign(repository, ...Array.from({ length: 10 }, (_, n) => branch(n)));
  return ({ path }) => {
    if (path === '/graphql')
      return { body: { data: { repository: all }, ...(scene.errors && { errors: scene.errors }) } };
    if (path.includes('/compare/')) return { body: scene.compared ?? { ahead_by: 2, behind_by: 1 } };
    if (path.includes('/rules/branches/')) return scene.rules && { body: scene.rules };
    return undefined;
  };
}

/** A GitHub that answers so, and its forge. The servers end with `closeAll`. */
export function forges() {
  const { server, closeAll } = servers();
  return {
    closeAll,
    async forgeOf(tell: (asked: Asked) => Told | undefined, clock: Clock = stillClock()) {
      const { url, asked } = await server(tell);
      const client = createGitHubClient(settingFor(url, { clock }));
      return { asked, forge: createGitHubForge({ client, repositories: [shop], clock }) };
    },
  };
}
