import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import { repositoryOfRoots } from '../../protocol/model/repository.ts';
import { type Environment, gitEnvironment, gitGuards } from './git-guards.ts';

const patienceMs = 30_000;

/** The id of a repository without a remote, by its oldest root commit; undefined before the first commit. No shell is between us and git. */
export async function repositoryOfFolder(
  folder: string,
  binary: string,
  environment: Environment,
): Promise<RepositoryId | undefined> {
  const words = [...gitGuards, 'rev-list', '--max-parents=0', '--all'];
  const options = { cwd: folder, env: gitEnvironment(environment), timeout: patienceMs, windowsHide: true };
  const { stdout } = await promisify(execFile)(binary, words, options);
  return repositoryOfRoots(stdout);
}
