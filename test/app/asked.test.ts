import { describe, expect, it } from 'vitest';
import { cardId } from '../../bridge/domain/card.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { forge, key, sha } from '../support/samples.ts';
import { ask, ready, wordsOf } from './actions-scene.ts';

const pull = { number: 7, title: 'Login', url: 'https://forge.example/7', state: 'open' as const };
const other = { about: key('other') };

describe('a branch that nobody told of', () => {
  it('is asked for at the forge when somebody asks, and gets its card where it has an open pull request', async () => {
    const { world, close } = await ready({ pullRequests: true });
    world.script.forge.facts.set('other', forge({ revision: 1, head: sha('b'), pullRequest: pull }));
    expect(wordsOf(await ask(world, 'pr', undefined, other))).toContain('#7 Login is open: https://forge.example/7');
    expect(await world.store.get('card', cardId(key('other')))).toMatchObject({ value: { forge: { head: sha('b') } } });
    world.script.forge.facts.set('third', forge({ revision: 1, pullRequest: { ...pull, state: 'merged' } }));
    expect(wordsOf(await ask(world, 'pr third'))).toContain('#7 Login is merged');
    expect(await world.store.get('card', cardId(key('third')))).toBeUndefined();
    expect(wordsOf(await ask(world, 'pr nowhere'))).toBe('No forge with pull requests has told of nowhere.');
    expect(wordsOf(await ask(world, 'ci status nowhere'))).toContain('No CI run of nowhere is known here.');
    await close();
  });

  it('is not called fresh where a source cannot be asked: the answer says since when, and why', async () => {
    const { world, clock, close } = await ready({ pullRequests: true });
    world.script.forge.facts.set('other', forge({ revision: 1, pullRequest: pull }));
    expect(wordsOf(await ask(world, 'pr', undefined, other))).not.toContain('does not answer');
    world.script.forge.read = () => Promise.reject(new PlatformError('unavailable', 'http_502'));
    await clock.advance(3 * 60_000);
    const answer = wordsOf(await ask(world, 'status nowhere'));
    expect(answer).toContain('Nobody has shared nowhere, and no CI run of it is known here.');
    expect(answer).toMatch(/Scripted as of (1|2|3) minutes? ago: It does not answer \(http_502\)/);
    expect(wordsOf(await ask(world, 'pr', undefined, other))).toContain('Scripted as of');
    await close();
  });
});
