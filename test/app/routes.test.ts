import { describe, expect, it } from 'vitest';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Route } from '../../bridge/domain/route.ts';
import type { Files } from '../../bridge/ports/files.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { Entry } from '../../protocol/model/entry.ts';
import { Message } from '../../protocol/model/message.ts';
import { person } from '../support/samples.ts';
import { key, openRoutes, pull, repository, room, route, routingOf } from './routes-scene.ts';

/** A default branch on which the test writes. `.shiproom.yml` is a list of routes as JSON here, or what is wrong with it. */
function scripted(files: Record<string, string | Error>): Files & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    repositories: [repository],
    owners: ['.forge/CODEOWNERS', 'CODEOWNERS'],
    branches: async () => [],
    async read(_repository, path) {
      reads.push(path);
      const found = files[path];
      if (found instanceof Error) throw found;
      return found;
    },
  };
}

const readJson = (text: string) =>
  text.startsWith('[') ? { routes: JSON.parse(text) as Route[] } : { problem: `.shiproom.yml:1:1: ${text}` };

async function open(routes: readonly Route[], written: Record<string, string | Error>) {
  const files = scripted(written);
  const scene = await openRoutes(routes, { files: [files], routing: routingOf(routes, { read: readJson }) });
  const names = async () => (await scene.world.routes.of(repository)).map(({ name, notify }) => `${name} ${notify}`);
  const rooms = async () => (await scene.world.store.feed(room, { after: 0 }, 100))?.entries ?? [];
  return { ...scene, files, names, rooms };
}

const minute = 60_000;
const ours = [route('default', ['general'])];
const theirs = (...routes: Route[]) => JSON.stringify(routes);

describe('a repository’s own routes', () => {
  it('are read before the first thing is told, and stand beside the bridge’s, or in the place of one of them', async () => {
    const { names, ends, sent } = await open(ours, {
      '.shiproom.yml': theirs(route('default', ['general'], { notify: 'never' }), route('web', ['web'])),
    });
    await ends('feat/login', 'failed');
    expect((await sent()).toSorted()).toEqual(['message web thread', 'mirror general', 'mirror web']);
    expect(await names()).toEqual(['default never', 'web change']);
  });

  it('are those of the bridge where the repository has none', async () => {
    const { names } = await open(ours, {});
    expect(await names()).toEqual(['default change']);
  });

  it('are read again when the default branch has moved, at most every ten seconds; and now and then', async () => {
    const written: Record<string, string> = {};
    const { world, names, files, clock } = await open(ours, written);
    await names();
    written['.shiproom.yml'] = theirs(route('web', ['web']));
    for (let pushes = 0; pushes < 5; pushes += 1) world.routes.moved(repository);
    await clock.advance(9_999);
    expect(files.reads).toHaveLength(1);
    await clock.advance(1);
    expect(await names()).toEqual(['default change', 'web change']);
    expect(files.reads).toHaveLength(2);
    delete written['.shiproom.yml'];
    await clock.advance(5 * minute);
    await names();
    await clock.advance(0);
    expect(await names()).toEqual(['default change']);
    expect(files.reads).toHaveLength(3);
  });

  it('stay as they were while the file is broken; the room is told so once, with line and column', async () => {
    const written: Record<string, string> = { '.shiproom.yml': theirs(route('web', ['web'])) };
    const { world, names, rooms, clock } = await open(ours, written);
    await names();
    written['.shiproom.yml'] = 'nonsense';
    for (let times = 0; times < 3; times += 1) {
      world.routes.moved(repository);
      await clock.advance(minute);
      expect(await names()).toEqual(['default change', 'web change']);
    }
    expect(await rooms()).toMatchObject([
      {
        type: 'said',
        by: { type: 'bot' },
        message: { text: `${repository}: .shiproom.yml:1:1: nonsense. The routes stay as they were.` },
      },
    ]);
    expect(world.routes.problem(repository)).toBe('.shiproom.yml:1:1: nonsense');
    written['.shiproom.yml'] = '[]';
    world.routes.moved(repository);
    await clock.advance(minute);
    expect(await names()).toEqual(['default change']);
    expect(world.routes.problem(repository)).toBeUndefined();
    // The same mistake again is known by now.
    written['.shiproom.yml'] = 'nonsense';
    world.routes.moved(repository);
    await clock.advance(minute);
    expect(world.routes.problem(repository)).toBeDefined();
    expect(await rooms()).toHaveLength(1);
  });

  it('that are broken are told in a message that every client can read, whatever they hold', async () => {
    const { world, names, rooms } = await open(ours, { '.shiproom.yml': 'n'.repeat(100_000) });
    await names();
    await expect.poll(rooms).toHaveLength(1);
    expect(Entry.safeParse((await rooms())[0]).success).toBe(true);
    const asked = { mid: 'm', room, line: 'explain feat/login', expiresAt: world.clock.now() + 30_000 };
    const asker = { person: person('Ana').id, owner: false, member: true };
    await world.store.commit({
      at: 1,
      puts: [
        {
          kind: 'card',
          id: cardId(key()),
          room,
          after: 0,
          value: { key: key(), version: 1, updatedAt: 1, work: [], ci: [] },
        },
      ],
    });
    const answer = await runLine(world, person('Ana'), asker, asked);
    expect(answer.ok && Message.safeParse(answer.value.reply).success).toBe(true);
  });

  it('stay as they were while the forge does not answer, which is asked again', async () => {
    const written: Record<string, string | Error> = { '.shiproom.yml': theirs(route('web', ['web'])) };
    const { world, names, rooms, clock, files } = await open(ours, written);
    await names();
    written['.shiproom.yml'] = new PlatformError('unavailable', 'http_500');
    world.routes.moved(repository);
    await clock.advance(minute);
    expect(await names()).toEqual(['default change', 'web change']);
    expect(await rooms()).toEqual([]);
    expect(world.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
    const before = files.reads.length;
    await clock.advance(minute);
    await names();
    expect(files.reads).toHaveLength(before + 1);
  });

  it('are not waited for longer than three seconds', async () => {
    const files = { ...scripted({}), read: () => new Promise<undefined>(() => undefined) };
    const { world, clock } = await openRoutes(ours, { files: [files] });
    const asked = world.routes.of(repository);
    await clock.advance(3_000);
    expect((await asked).map(({ name }) => name)).toEqual(['default']);
  });
});

describe('code owners', () => {
  const owned = [
    route('web', ['web'], { include: { owners: ['@acme/web'] } }),
    route('rest', ['general'], { exclude: { owners: ['acme/web'] } }),
  ];

  it('are read from the first place in which the forge looks for them, and decide by what the pull request changes', async () => {
    const { tells, sent, files } = await open(owned, { CODEOWNERS: '* @acme/all\nweb/ @acme/web\n' });
    await tells('feat/login', { pullRequest: pull({ paths: ['api/a.go', 'web/a.ts'] }) });
    expect(await sent()).toEqual(['mirror web']);
    await tells('feat/api', { pullRequest: pull({ paths: ['api/a.go'] }) });
    expect(await sent('feat/api')).toEqual(['mirror general']);
    expect(files.reads).toEqual(['.shiproom.yml', '.forge/CODEOWNERS', 'CODEOWNERS']);
  });

  it('are nobody without the file, and not asked for where no route wants to know', async () => {
    const none = await open(owned, {});
    await none.tells('feat/login', { pullRequest: pull({ paths: ['web/a.ts'] }) });
    expect(await none.sent()).toEqual(['mirror general']);
    const unasked = await open(ours, {});
    await unasked.names();
    expect(unasked.files.reads).toEqual(['.shiproom.yml']);
  });

  it('are not guessed while the forge does not answer', async () => {
    const silent = await open(owned, { CODEOWNERS: new PlatformError('unavailable', 'http_500') });
    await silent.tells('feat/login', { pullRequest: pull({ paths: ['web/a.ts'] }) });
    expect(await silent.sent()).toEqual([]);
    expect(await silent.ledger()).toContainEqual(expect.stringContaining('later | route “web”'));
    expect(key().repository).toBe(repository);
  });
});
