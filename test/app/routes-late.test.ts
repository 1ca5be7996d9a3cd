import { expect, it } from 'vitest';
import type { Files } from '../../bridge/ports/files.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { openRoutes, pull, repository, route } from './routes-scene.ts';

const minute = 60_000;

/** A forge whose files cannot be read, until it is well again. */
async function ill() {
  const forge = { well: false };
  const files: Files = {
    repositories: [repository],
    owners: ['CODEOWNERS'],
    branches: async () => [],
    async read(_repository, path) {
      if (!forge.well) throw new PlatformError('unavailable', 'http_500');
      return path === 'CODEOWNERS' ? 'web/ @acme/web\n' : undefined;
    },
  };
  const owned = [route('web', ['web'], { include: { owners: ['@acme/web'] } })];
  return { ...(await openRoutes(owned, { files: [files] })), forge };
}

const told = ['mirror web', 'message web thread'];

it('what had to wait for the code owners is told once they are known, and no other time', async () => {
  const { ends, tells, sent, ledger, world, clock, forge } = await ill();
  const paths = ['web/a.ts'];
  await tells('feat/login', { pullRequest: pull({ paths }) });
  await ends('feat/login', 'failed');
  await tells('feat/api', { pullRequest: pull({ paths: ['api/a.go'] }) });
  expect(await sent()).toEqual([]);
  forge.well = true;
  await clock.advance(2 * minute);
  await world.routes.of(repository);
  await expect.poll(() => sent()).toEqual(told);
  expect((await ledger()).at(-1)).toMatch(/went red.* \| posted \| route “web”/);
  world.routes.moved(repository);
  await clock.advance(minute);
  await tells('feat/login', { pullRequest: pull({ title: 'Another', paths }) });
  expect(await sent()).toEqual(told);
  expect(await sent('feat/api')).toEqual([]);
});
