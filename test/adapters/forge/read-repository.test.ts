import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readRepository } from '../../../bridge/adapters/forge/local-git/read-repository.ts';
import { makeRepository } from '../../support/repository.ts';
import { environment } from './local-git-scene.ts';

// Each question is a few processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

describe('readRepository', () => {
  it('names a repository by its origin, from any folder in it, and by its root commit without one', async () => {
    const repository = await makeRepository({ 'deep/er/file.txt': 'x\n' });
    const root = await repository.commitOf('HEAD');
    await repository.commit('Two');
    const inside = join(repository.folder, 'deep', 'er');
    const top = repository.folder;
    expect(await readRepository(inside, environment)).toEqual({ id: `root:${root}`, top });
    await repository.git('remote', 'add', 'origin', '/srv/git/web.git');
    expect(await readRepository(inside, environment)).toEqual({ id: `root:${root}`, top });
    await repository.git('remote', 'set-url', 'origin', 'https://ann:hunter2@Host.example/Acme/Web.git');
    expect(await readRepository(inside, environment)).toEqual({ id: 'host.example/acme/web', top });
    await repository.remove();
  });

  it('finds none where there is none', async () => {
    const repository = await makeRepository();
    await repository.git('init', '--quiet', 'empty');
    expect(await readRepository(join(repository.folder, '..'), environment)).toBeUndefined();
    expect(await readRepository(join(repository.folder, 'nowhere'), environment)).toBeUndefined();
    expect(await readRepository(join(repository.folder, '.git'), environment)).toBeUndefined();
    expect(await readRepository(join(repository.folder, 'empty'), environment)).toBeUndefined();
    await repository.remove();
  });
});
