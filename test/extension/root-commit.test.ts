import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryOfFolder } from '../../extension/sources/root-commit.ts';
import { makeRepository, type Repository } from '../support/repository.ts';

let repository: Repository;
beforeEach(async () => {
  repository = await makeRepository();
});
afterEach(() => repository.remove());

describe('a repository without a remote', () => {
  it('is known by its oldest root, from whichever branch', async () => {
    const root = await repository.commitOf('HEAD');
    await repository.commit('More');
    await repository.git('switch', '--quiet', '--orphan', 'other');
    await repository.commit('Another root', { 'b.txt': 'b' });
    expect(await repositoryOfFolder(repository.folder, 'git')).toBe(`root:${root}`);
  });

  it('is not known before its first commit', async () => {
    await repository.git('update-ref', '-d', 'HEAD');
    expect(await repositoryOfFolder(repository.folder, 'git')).toBeUndefined();
  });

  it('may be asked of a git whose path has spaces', async () => {
    const binary = await repository.script('a git/git', 'exec git "$@"');
    expect(await repositoryOfFolder(repository.folder, binary)).toMatch(/^root:/);
  });

  it('[T12] runs nothing that the repository’s configuration names', async () => {
    const sentinel = join(repository.folder, 'sentinel');
    const evil = await repository.script('evil', `touch '${sentinel}'`);
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'pager.rev-list',
      'core.editor',
      'diff.external',
      'core.sshCommand',
      'alias.rev-list',
    ]) {
      await repository.git('config', name, name.startsWith('alias') ? `!${evil}` : evil);
    }
    await repository.git('config', 'core.hooksPath', repository.folder);
    await repository.git('config', 'filter.evil.process', evil);
    await repositoryOfFolder(repository.folder, 'git');
    expect(existsSync(sentinel)).toBe(false);
  });
});
