import type { Repository } from './repository.ts';

const turns = new WeakMap<Repository, Promise<unknown>>();

/** Runs `git worktree` in a repository, one after another: git reads the others' worktrees, and fails where one is only half made. */
export function worktree(repository: Repository, ...words: readonly string[]): Promise<unknown> {
  const run = () => repository.git('worktree', ...words);
  const turn = (turns.get(repository) ?? Promise.resolve()).then(run, run);
  turns.set(repository, turn);
  return turn;
}
