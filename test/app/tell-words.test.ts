import { describe, expect, it } from 'vitest';
import { say } from '../../bridge/app/feed/say.ts';
import { tellEntry } from '../../bridge/app/routes/tell.ts';
import { withMentions } from '../../bridge/domain/mentions.ts';
import { typed } from '../../bridge/domain/prose.ts';
import type { NewEntry } from '../../bridge/ports/store.ts';
import type { Mid } from '../../protocol/model/ids.ts';
import { person } from '../support/samples.ts';
import { key, openRoutes, pull, room, route } from './routes-scene.ts';

const mid = (text: string) => `00000000-0000-7000-8000-${text.padStart(12, '0')}` as Mid;

describe('what people say', () => {
  it('of a branch goes where its card is, of none to where the room is at home', async () => {
    const { world, sent, tells } = await openRoutes([
      route('web', ['web'], { include: { heads: ['feat/*'] } }),
      route('ops', ['ops'], { include: { heads: ['ops/*'] } }),
    ]);
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: 'of the branch', about: key() });
    expect(await sent()).toEqual(['mirror web', 'message web thread']);
    await say(world, person('Ana'), { mid: mid('2'), room, text: 'of nothing' });
    await say(world, person('Ana'), { mid: mid('3'), room, text: 'of a branch without a card', about: key('other') });
    const { deliveries: homely } = await world.store.trace({ room, entry: 2 });
    expect(homely).toMatchObject([{ task: { channel: 'general' } }]);
    const { deliveries: other } = await world.store.trace({ room, entry: 3 });
    expect(other).toMatchObject([{ task: { channel: 'general' } }]);
    expect(other[0]?.task).not.toHaveProperty('about');
  });

  it('is seen in the channel too where it calls somebody, who is called there by their account', async () => {
    const { world, sent, tells, put } = await openRoutes([route('all', ['general'])]);
    await put({
      kind: 'identity',
      id: 'memory:T1/U1',
      after: 0,
      value: { person: person('Owner').id, name: 'Owner', member: true, at: 1 },
    });
    await tells('feat/login', { pullRequest: pull() });
    await say(world, person('Ana'), { mid: mid('1'), room, text: '@Owner, look', about: key() });
    expect(await sent()).toEqual(['mirror general', 'message general thread +channel']);
    const { deliveries } = await world.store.trace({ room, entry: 1 });
    expect(deliveries[0]?.task).toMatchObject({ calls: [{ person: 'owner', user: 'U1' }], by: 'Ana' });
  });

  it('[T13] by a bot calls nobody, and is not seen in the channel: whoever fed that bot has no right to ring bells here', async () => {
    const { world, tells, put } = await openRoutes([route('all', ['general', 'web'])]);
    const value = { person: person('Owner').id, name: 'Owner', member: true, at: 1 };
    await put({ kind: 'identity', id: 'memory:T1/U1', after: 0, value });
    await tells('feat/login', { pullRequest: pull() });
    const entry: NewEntry = {
      type: 'said',
      at: 1,
      by: { type: 'bot', name: 'feeds' },
      message: withMentions(typed('@Owner, win a prize'), [person('Owner')]),
      about: key(),
      origin: { platform: 'memory', channel: 'general', message: '1' },
    };
    const { deliveries } = await tellEntry(world, room, entry, 0);
    expect(deliveries).toMatchObject([{ task: { channel: 'web', by: 'feeds' } }]);
    expect(deliveries[0]?.task).not.toHaveProperty('calls');
    expect(deliveries[0]?.task).not.toHaveProperty('broadcast');
  });

  it('does not go back to where it came from, nor anywhere where it is for one person', async () => {
    const { world } = await openRoutes([route('all', ['general', 'web'])]);
    const entry: NewEntry = {
      type: 'said',
      at: 1,
      by: { type: 'person', person: person('Ana') },
      message: { text: 'hi', blocks: [] },
    };
    const origin = { platform: 'memory', channel: 'general', message: '1' };
    const back = await tellEntry(world, room, { ...entry, origin }, 0);
    expect(back.deliveries).toEqual([]);
    expect(back.ledger).toMatchObject([{ verdict: 'left', rule: expect.stringContaining('it was said there') }]);
    const alone = await tellEntry(world, room, { ...entry, to: person('Bo').id }, 0);
    expect(alone).toEqual({ puts: [], deliveries: [], ledger: [] });
  });
});
