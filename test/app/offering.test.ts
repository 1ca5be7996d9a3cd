import { describe, expect, it } from 'vitest';
import { Message } from '../../protocol/model/message.ts';
import { room } from '../support/samples.ts';
import { ask, found, id, ready } from './actions-scene.ts';

const labels = (message: Message | undefined) => message?.buttons?.map(({ label }) => label);

describe('what a bot’s message offers', () => {
  it.each(['status', 'ci status'])('%s offers what the card of its branch does', async (line) => {
    const { world } = await ready();
    const answer = await ask(world, line);
    const reply = answer.ok ? Message.parse(answer.value.reply) : undefined;
    expect(labels(reply)).toEqual(['Rerun failed', 'I’m on it']);
    expect(reply?.buttons?.[0]).toMatchObject({ line: `ci rerun ${id} --failed --at ${'a'.repeat(40)}`, confirm: {} });
  });

  it('a red turn offers what may be done about it, and a green one nothing', async () => {
    const { world } = await ready();
    const { failures: _none, ...green } = { ...found, attempt: 2, revision: 20 };
    await world.script.ci.report({ ...green, state: 'passed', jobs: [] });
    const entries = (await world.store.feed(room, { after: 0 }, 10))?.entries ?? [];
    const offered = entries.map((entry) => entry.type === 'turned' && [entry.turn, labels(entry.message)]);
    expect(offered).toEqual([
      ['red', ['Rerun failed', 'I’m on it']],
      ['fixed', undefined],
    ]);
  });
});
