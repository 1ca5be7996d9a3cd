import { describe, expect, it } from 'vitest';
import type { Accounts } from '../../bridge/ports/accounts.ts';
import { ask, ready, wordsOf } from './actions-scene.ts';

function forge(finish: Accounts['finish']) {
  let begun = 0;
  const accounts: Accounts = {
    id: 'scripted',
    guards: ['scripted'],
    async begin() {
      begun += 1;
      return {
        userCode: `CODE-${begun}`,
        url: 'https://forge.example/device',
        secret: 's',
        expiresAt: 1e15,
        intervalMs: 5_000,
      };
    },
    finish,
    permission: async () => 'write',
    login: async () => 'ana',
  };
  return accounts;
}

describe('linking', () => {
  it('is begun anew where the bridge has failed to finish it, since nobody waits for the old code any more', async () => {
    const { world, clock } = await ready({ accounts: [forge(() => Promise.reject(new TypeError('a bug')))] });
    expect(wordsOf(await ask(world, 'link'))).toContain('CODE-1');
    await clock.advance(6_000);
    expect(wordsOf(await ask(world, 'link'))).toContain('CODE-2');
    expect(world.log.lines.some(({ what }) => what === 'an account could not be linked')).toBe(true);
  });

  it('asks the forge for nothing any more once the bridge has closed', async () => {
    let asked = 0;
    const { world, clock, close } = await ready({
      accounts: [
        forge(async () => {
          asked += 1;
          return { state: 'waiting', intervalMs: 5_000 };
        }),
      ],
    });
    await ask(world, 'link');
    await clock.advance(11_000);
    expect(asked).toBe(2);
    await close();
    await clock.advance(60_000);
    expect(asked).toBe(2);
  });
});
