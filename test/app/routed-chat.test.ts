import { afterEach, describe, expect, it } from 'vitest';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { person } from '../support/samples.ts';
import { openRoutes, pull, route } from './routes-scene.ts';
import type { Route } from '../../bridge/domain/route.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(routes: readonly Route[]) {
  const scene = await openRoutes(routes);
  closers.push(await runInlets(scene.world));
  await scene.clock.advance(0);
  /** What stands in the chat: where, in which thread, and what it says. */
  const stands = () =>
    scene.world.script.chat.standing().map((each) => {
      const text = each.ours ? (each.content.type === 'card' ? 'card' : each.content.message.text) : '';
      const thread = each.thread === undefined ? '' : ` in ${each.thread}${each.broadcast ? ' and the channel' : ''}`;
      return `${each.channel}${thread}: ${text.split('\n')[0] ?? ''}`;
    });
  return { ...scene, stands };
}

describe('a routed chat', () => {
  it('has the card, what happened in its thread, and what concerns everybody in the channel as well', async () => {
    const { ends, tells, clock, stands } = await open([route('all', ['general'])]);
    await tells('main', { pullRequest: null });
    await ends('main', 'failed');
    await clock.advance(10_000);
    expect(stands()).toEqual([
      'general: card',
      'general in 00000001 and the channel: main went red at aaaaaaa: the tests failed.',
    ]);
  });

  it('tells in the morning what happened at night, in one message', async () => {
    const night = { zone: 'UTC', hours: { from: 0, to: 60 } };
    const { ends, clock, stands } = await open([route('all', ['general'], { quiet: night })]);
    await ends('feat/a', 'failed');
    await ends('feat/b', 'failed');
    await clock.advance(30 * 60_000);
    expect(stands()).toEqual(['general: card', 'general: card']);
    await clock.advance(15 * 60_000);
    expect(stands()).toHaveLength(3);
    expect(stands()[2]).toMatch(/^general: /);
  });

  it('tells a person by themselves', async () => {
    const { ends, tells, clock, stands, put } = await open([route('own', [], { people: ['author'] })]);
    const who = person('Ana').id;
    await put(
      {
        kind: 'account',
        id: 'memory/ana',
        after: 0,
        value: { person: who, forge: 'memory', account: '1', login: 'ann', proved: true, at: 1 },
      },
      { kind: 'identity', id: 'memory:T1/U1', after: 0, value: { person: who, name: 'Ana', member: true, at: 1 } },
    );
    await tells('feat/login', { pullRequest: pull() });
    await ends('feat/login', 'failed');
    await clock.advance(10_000);
    expect(stands()).toEqual(['@U1: feat/login went red at aaaaaaa: the tests failed.']);
  });
});
