import { describe, expect, it } from 'vitest';
import { keepAccount } from '../../bridge/app/people/linking.ts';
import type { Accounts } from '../../bridge/ports/accounts.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { ask, found, owner, ready, wordsOf } from './actions-scene.ts';

/** A forge on which account 9 may write, and is called so now. */
const forge = (login: () => Promise<string | undefined>): Accounts => ({
  id: 'scripted',
  guards: ['scripted'],
  begin: async () => undefined,
  finish: async () => ({ state: 'refused', why: 'nobody is linked here' }),
  permission: async () => 'write',
  login,
});

/** A run that waits for `approvers`, in a room whose owner was called `ana` when they were linked. */
async function waiting(approvers: readonly string[], login: () => Promise<string | undefined> = async () => 'ana') {
  const { world } = await ready({ accounts: [forge(login)] });
  await keepAccount(world, 'scripted', owner.id, { id: '9', login: 'ana' }, true);
  const gates = [{ environment: 'production', approvers: [...approvers] }];
  await world.script.ci.report({ ...found, attempt: 2, revision: 11, state: 'waiting', failures: [], gates });
  return world;
}

describe('an approval by the bridge’s own credentials', () => {
  it('[T8] is given by those alone of whom the forge asks it', async () => {
    const theirs = await waiting(['bo', 'Ana']);
    expect(wordsOf(await ask(theirs, 'ci approve'))).toContain('Approved');
    expect(theirs.script.ci.deeds).toHaveLength(1);
    for (const approvers of [['bo'], ['acme/ana'], ['bo', 'acme/ops'], []]) {
      const world = await waiting(approvers);
      expect(wordsOf(await ask(world, 'ci approve'))).toContain('not_allowed_here: ');
      expect(wordsOf(await ask(world, 'ci reject'))).toContain('shiproom.actAs');
      expect(world.script.ci.deeds).toEqual([]);
    }
  });

  it('[T8] is not given under a login that was theirs once, nor where the forge does not say whose it is', async () => {
    const failing = () => Promise.reject(new PlatformError('unavailable', 'timeout'));
    for (const now of [async () => 'ana-2', async () => undefined, failing]) {
      const world = await waiting(['ana'], now);
      expect(wordsOf(await ask(world, 'ci approve'))).toMatch(/^(not_allowed_here|upstream_unavailable): /);
      expect(world.script.ci.deeds).toEqual([]);
    }
  });
});
