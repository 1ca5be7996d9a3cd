import { describe, expect, it } from 'vitest';
import { newestCommit } from '../../protocol/model/newest-commit.ts';
import { forge, run, sha } from '../support/samples.ts';

describe('the newest commit of a branch', () => {
  it('is what the forge said last, unless CI has begun with another since', () => {
    const told = forge({ head: sha('a'), revision: 1000 });
    expect(newestCommit({ forge: told, ci: [] })).toBe(sha('a'));
    expect(newestCommit({ forge: told, ci: [run({ commit: sha('b'), queuedAt: 900 })] })).toBe(sha('a'));
    expect(newestCommit({ forge: told, ci: [run({ commit: sha('b'), queuedAt: 1001 })] })).toBe(sha('b'));
  });

  it('is not known where no forge tells', () => {
    expect(newestCommit({ ci: [run()] })).toBeUndefined();
  });
});
