import type { Pull } from '../rows.ts';
import { inRepo, missing, ok, paged, type RepoAsk, type Route } from '../router.ts';
import { filesOf, pullFull, pullSimple, reviewShape, threadShape } from '../shapes/pull.ts';
import { commitShape } from '../shapes/repository.ts';
import { simpleUser, teamShape } from '../shapes/user.ts';
import { fileShape } from './repository.ts';

const pullIn = ({ repo, params }: RepoAsk): Pull | undefined =>
  repo.pulls.find((each) => each.number === Number(params['pull_number']));

function list(ask: RepoAsk) {
  const { site, repo, query } = ask;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const by = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const down = (query.get('direction') ?? (query.get('sort') === null ? 'desc' : 'asc')) === 'desc';
  const found = repo.pulls
    .filter((each) => state === 'all' || each.state === state)
    .filter((each) => head === null || head === each.head || head === `${repo.owner.login}:${each.head}`)
    .filter((each) => base === null || base === each.base)
    .toSorted((a, b) => (down ? b[by] - a[by] || b.number - a.number : a[by] - b[by] || a.number - b.number));
  return paged(
    ask,
    found.map((each) => pullSimple(site, repo, each)),
  );
}

/** A route of one pull request; 404 where it is not there. */
const inPull = (name: string, answer: (ask: RepoAsk, pull: Pull) => ReturnType<Route['handler']>): Route =>
  inRepo(`GET /pulls/{pull_number}${name}`, 'pull_requests:read', (ask) => {
    const pull = pullIn(ask);
    return pull ? answer(ask, pull) : missing();
  });

export const pullRoutes: readonly Route[] = [
  inRepo('GET /pulls', 'pull_requests:read', list),
  inPull('', async ({ site, repo }, pull) => ok(await pullFull(site, repo, pull))),
  inPull('/reviews', (ask, pull) =>
    paged(
      ask,
      pull.reviews.map((each) => reviewShape(ask.site, ask.repo, pull, each)),
    ),
  ),
  inPull('/requested_reviewers', ({ site }, pull) =>
    ok({
      users: pull.requested.flatMap((each) => (each.type === 'User' ? [simpleUser(site, each.user)] : [])),
      teams: pull.requested.flatMap((each) => (each.type === 'Team' ? [teamShape(site, each.team)] : [])),
    }),
  ),
  inPull('/comments', (ask, pull) =>
    paged(
      ask,
      pull.threads.flatMap((each) => threadShape(ask.site, ask.repo, pull, each).comments),
    ),
  ),
  inPull('/files', async (ask, pull) => {
    const base = ask.repo.heads.get(pull.base) ?? pull.headSha;
    const files = await filesOf(ask.repo, base, pull.headSha);
    return paged(
      ask,
      files.map((each) => fileShape(ask.site, ask.repo, pull.headSha, each)),
    );
  }),
  inPull('/commits', async (ask, pull) => {
    const base = ask.repo.heads.get(pull.base) ?? pull.headSha;
    const commits = (await ask.repo.git.log(`${base}..${pull.headSha}`)).toReversed();
    return paged(
      ask,
      commits.map((each) => commitShape(ask.site, ask.repo, each)),
    );
  }),
  inRepo('GET /commits/{commit_sha}/pulls', 'pull_requests:read', async (ask) => {
    const { repo, site, params } = ask;
    const found: Pull[] = [];
    for (const each of repo.pulls)
      if (await repo.git.isAncestor(params['commit_sha'] ?? '', each.headSha)) found.push(each);
    return paged(
      ask,
      found.map((each) => pullSimple(site, repo, each)),
    );
  }),
];
