import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryOfFolder } from '../../extension/sources/root-commit.ts';
import { quietGit } from '../../extension/testing/quiet-git.ts';
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
    expect(await repositoryOfFolder(repository.folder, 'git', process.env)).toBe(`root:${root}`);
  });

  it('is not known before its first commit', async () => {
    await repository.git('update-ref', '-d', 'HEAD');
    expect(await repositoryOfFolder(repository.folder, 'git', process.env)).toBeUndefined();
  });

  it('may be asked of a git whose path has spaces', async () => {
    const binary = await repository.script('a git/git', 'exec git "$@"');
    expect(await repositoryOfFolder(repository.folder, binary, process.env)).toMatch(/^root:/);
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
    await repositoryOfFolder(repository.folder, 'git', process.env);
    expect(existsSync(sentinel)).toBe(false);
  });

  it('is known whatever the editor’s own environment tells git of another repository and of programs', async () => {
    const root = await repository.commitOf('HEAD');
    const sentinel = join(repository.folder, 'sentinel');
    const evil = await repository.script('evil', `touch '${sentinel}'`);
    expect(await repositoryOfFolder(repository.folder, 'git', planted(evil))).toBe(`root:${root}`);
    expect(existsSync(sentinel)).toBe(false);
  });
});

describe('git for what a commit has', () => {
  it('looks at the folder’s own repository and starts nothing, whatever the editor’s environment says', async () => {
    await repository.write({ 'a.txt': 'changed\n' });
    await repository.git('add', '-A');
    const sentinel = join(repository.folder, 'sentinel');
    const git = quietGit('git', planted(await repository.script('evil', `touch '${sentinel}'`)));
    const asked = [
      ['rev-parse', '--show-toplevel'],
      ['diff', '--cached', '--name-only'],
      ['config', '--get', 'planted.here'],
    ];
    const [top, names, config] = await Promise.all(
      asked.map(async (words) => git(repository.folder, words).then(String, () => 'none')),
    );
    await git(repository.folder, ['diff', '--cached', 'HEAD']);
    expect([top, names, config]).toEqual([`${repository.folder}\n`, 'a.txt\n', 'none']);
    expect(existsSync(sentinel)).toBe(false);
  });
});

/** An environment in which all of git's variables lead astray. */
const planted = (evil: string): NodeJS.ProcessEnv => ({
  ...process.env,
  GIT_DIR: '/nonexistent/elsewhere.git',
  GIT_WORK_TREE: '/nonexistent',
  GIT_INDEX_FILE: '/nonexistent/index',
  GIT_OBJECT_DIRECTORY: '/nonexistent/objects',
  GIT_EXTERNAL_DIFF: evil,
  GIT_PAGER: evil,
  GIT_SSH_COMMAND: evil,
  GIT_EXEC_PATH: '/nonexistent',
  GIT_TRACE: `${evil}.trace`,
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'planted.here',
  GIT_CONFIG_VALUE_0: 'yes',
  GIT_CONFIG_KEY_1: 'diff.external',
  GIT_CONFIG_VALUE_1: evil,
  git_namespace: 'elsewhere',
});
