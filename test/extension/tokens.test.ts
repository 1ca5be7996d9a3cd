import { describe, expect, it } from 'vitest';
import { Origin } from '../../extension/connection/address.ts';
import { createTokens } from '../../extension/connection/tokens.ts';
import { memorySecrets } from './secrets.ts';

const [team, other] = [Origin.parse('https://team.example'), Origin.parse('https://team.example:8443')];

describe('tokens', () => {
  it('[T1] are for one exact origin', async () => {
    const tokens = createTokens(memorySecrets());
    await tokens.keep(team, 'secret');
    expect(await tokens.of(team)).toBe('secret');
    for (const like of [
      'https://team.example:8443',
      'https://team.example.evil',
      'https://xteam.example',
      'http://127.0.0.1:1',
    ]) {
      expect(await tokens.of(Origin.parse(like))).toBeUndefined();
    }
  });

  it('are dropped, but not in place of another', async () => {
    const tokens = createTokens(memorySecrets());
    await tokens.keep(team, 'new');
    await tokens.drop(team, 'old');
    expect(await tokens.of(team)).toBe('new');
    await tokens.drop(team, 'new');
    expect(await tokens.of(team)).toBeUndefined();
  });

  it('say for which bridges they are', async () => {
    const secrets = memorySecrets();
    secrets.kept.set('token not an origin', 'x').set('else https://team.example', 'x');
    const tokens = createTokens(secrets);
    await tokens.keep(team, 'a');
    await tokens.keep(other, 'b');
    expect(await tokens.origins()).toEqual([team, other]);
  });
});
