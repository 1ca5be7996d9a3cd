import { manualClock } from '../../support/clock.ts';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { BranchName } from '../../../protocol/model/ids.ts';
import type { Asked, Told } from '../github/server.ts';
import { shop } from '../github/setting.ts';
import { forges } from './github-answers.ts';

const { forgeOf, closeAll } = forges();
afterEach(closeAll);

interface World {
  readonly heads: Map<string, string>;
  readonly pulls: Map<number, { head: string; base: string; state: string; at: number; fork?: boolean }>;
  failing: string | undefined;
}

/** A GitHub of branches and pull requests, with a tag on each answer. */
function tell(world: World): (asked: Asked) => Told | undefined {
  return ({ path, headers }) => {
    const url = new URL(path, 'http://x');
    if (world.failing !== undefined && url.pathname.endsWith(world.failing)) return { status: 502 };
    const body = url.pathname.endsWith('/pulls')
      ? pullsOf(world, url)
      : url.pathname.endsWith('/branches')
        ? branchesOf(world, url)
        : undefined;
    if (!body) return undefined;
    const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('hex')}"`;
    return headers['if-none-match'] === tag ? { status: 304 } : { headers: { etag: tag }, body };
  };
}

function pullsOf(world: World, url: URL) {
  const repo = { full_name: 'acme/shop' };
  const state = url.searchParams.get('state');
  return [...world.pulls]
    .filter(([, pull]) => state === 'all' || pull.state === state)
    .toSorted(([, a], [, b]) => b.at - a.at)
    .map(([number, { head, base, state: now, at, fork }]) => ({
      number,
      state: now,
      updated_at: new Date(at).toISOString(),
      head: { ref: head, repo: fork ? { full_name: 'mallory/shop' } : repo },
      base: { ref: base, repo },
    }));
}

const branchesOf = (world: World, url: URL) => {
  const page = Number(url.searchParams.get('page'));
  const all = [...world.heads]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sha]) => ({ name, commit: { sha } }));
  return all.slice((page - 1) * 100, page * 100);
};

async function scene() {
  const world: World = {
    heads: new Map([
      ['main', 'm1'],
      ['topic', 't1'],
      ['old', 'o1'],
      ["odd/it's#1", 'i1'],
    ]),
    pulls: new Map([
      [1, { head: 'topic', base: 'main', state: 'open', at: 1 }],
      [2, { head: 'old', base: 'main', state: 'closed', at: 2 }],
      [3, { head: 'main', base: 'main', state: 'open', at: 3, fork: true }],
    ]),
    failing: undefined,
  };
  const clock = manualClock();
  const { forge, asked } = await forgeOf(tell(world), clock);
  /** Asked as seldom as all of it is asked for. */
  const changed = async () => {
    await clock.advance(5 * 60_000);
    return (await forge.changed(shop)).toSorted();
  };
  return { world, asked, changed, forge, clock };
}

describe('what has changed on GitHub', () => {
  it('are at first the branches with open pull requests', async () => {
    const { changed } = await scene();
    expect(await changed()).toEqual(['topic']);
  });

  it('is nothing, and costs nothing, where nothing has', async () => {
    const { changed, asked } = await scene();
    await changed();
    const before = asked.length;
    expect(await changed()).toEqual([]);
    const since = asked.slice(before);
    expect(since.map(({ headers }) => headers['if-none-match'] !== undefined)).toEqual([true, true]);
  });

  it('is told once: branches that moved, came or went, and pull requests that changed or ended', async () => {
    const { world, changed } = await scene();
    await changed();
    world.heads.set("odd/it's#1", 'i2').set('new', 'n1').delete('old');
    expect(await changed()).toEqual(['new', "odd/it's#1", 'old']);
    world.pulls.set(1, { head: 'topic', base: 'main', state: 'closed', at: 9 });
    expect(await changed()).toEqual(['topic']);
    world.pulls.set(3, { head: 'main', base: 'main', state: 'open', at: 10, fork: true });
    expect(await changed()).toEqual([]);
  });

  it('are all that go into a base, where that has moved', async () => {
    const { world, changed } = await scene();
    await changed();
    world.heads.set('main', 'm2');
    expect(await changed()).toEqual(['main', 'topic']);
  });

  it('[W5] is not forgotten where GitHub fails between two questions', async () => {
    const { world, changed } = await scene();
    await changed();
    world.pulls.set(1, { head: 'topic', base: 'main', state: 'open', at: 9 });
    world.failing = '/branches';
    await expect(changed()).rejects.toMatchObject({ fault: 'unavailable' });
    world.failing = undefined;
    expect(await changed()).toEqual(['topic']);
  });

  it('is found on every page of many branches', async () => {
    const { world, changed, asked } = await scene();
    for (let at = 0; at < 250; at += 1) world.heads.set(`b${String(at).padStart(3, '0')}`, 's');
    await changed();
    world.heads.set('b249', 'moved');
    const before = asked.length;
    expect(await changed()).toEqual(['b249']);
    expect(asked.length - before).toBe(4);
  });
  it('costs one list a minute, and where the other branches stand every five', async () => {
    const { asked, forge, clock } = await scene();
    await forge.changed(shop);
    const before = asked.length;
    for (let at = 0; at < 40; at += 1) {
      await clock.advance(15_000);
      await forge.changed(shop);
    }
    const since = asked.slice(before).map(({ path }) => (path.includes('/branches') ? 'branches' : 'pulls'));
    expect(since.filter((each) => each === 'pulls')).toHaveLength(10);
    expect(since.filter((each) => each === 'branches')).toHaveLength(2);
  });
});

describe('a name on GitHub', () => {
  const sha = 'abcdef0'.padEnd(40, '1');
  const nameAnswer = (repository: object): Told => ({ body: { data: { repository } } });

  it.each([["feature/a'b"], ['fix#1'], ['a%2fb'], ['🚀'], ['--upload-pack=x'], ['"}) { x }']])(
    'is a branch, whole: %j',
    async (name) => {
      const { forge, asked } = await forgeOf(() => nameAnswer({ ref: { target: { oid: sha } } }));
      const branch = BranchName.safeParse(name).data;
      const found = await forge.resolve(shop, name);
      const illegal = / /.test(name);
      expect(found).toEqual(illegal ? undefined : { commit: sha, branch });
      const sent = asked.map(({ body }) => JSON.parse(body));
      expect(sent.map(({ variables }) => variables.ref)).toEqual(illegal ? [] : [`refs/heads/${name}`]);
      expect(sent.every(({ query }) => !query.includes(name))).toBe(true);
    },
  );

  it('is a commit, and the branch that it stands on', async () => {
    const object = {
      oid: sha,
      associatedPullRequests: { nodes: [{ headRefName: 'pulled', isCrossRepository: false }] },
    };
    const found = nameAnswer({ defaultBranchRef: { name: 'main' }, ref: null, object });
    let ending: string[] = [];
    const behind: Record<string, number> = { main: 1, pulled: 0, mine: 0, elsewhere: 3 };
    const { forge } = await forgeOf(({ path }) => {
      if (path === '/graphql') return found;
      if (path.endsWith('/branches-where-head')) return { body: ending.map((name) => ({ name })) };
      const name = /compare\/\w+\.\.\.(\w+)/.exec(path)?.[1] ?? '';
      return name in behind ? { body: { ahead_by: 0, behind_by: behind[name] } } : undefined;
    });
    const ask = async (prefer?: string) =>
      forge.resolve(shop, 'ABCDEF0', prefer === undefined ? undefined : BranchName.parse(prefer));
    expect(await ask()).toEqual({ commit: sha, branch: 'pulled' });
    expect(await ask('mine')).toEqual({ commit: sha, branch: 'mine' });
    expect(await ask('elsewhere')).toEqual({ commit: sha, branch: 'pulled' });
    expect(await ask('gone')).toEqual({ commit: sha, branch: 'pulled' });
    ending = ['ending'];
    expect(await ask('elsewhere')).toEqual({ commit: sha, branch: 'ending' });
    delete behind['pulled'];
    ending = [];
    expect(await ask()).toEqual({ commit: sha });
  });

  it('is no commit where a tag of that name stands elsewhere', async () => {
    const { forge } = await forgeOf(() => nameAnswer({ ref: null, object: { oid: 'f'.repeat(40) } }));
    expect(await forge.resolve(shop, 'abcdef0')).toBeUndefined();
  });

  it.each([
    [''],
    ['..'],
    ['a..b'],
    ['x~1'],
    ['HEAD'],
    ['@'],
    ['a b'],
    ['x^{}'],
    ['a\nb'],
    ['.x'],
    ['x.lock'],
    ['/x'],
    ['x/'],
  ])('is nothing that git has, and nobody is asked: %j', async (name) => {
    const { forge, asked } = await forgeOf(() => undefined);
    expect(await forge.resolve(shop, name)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
