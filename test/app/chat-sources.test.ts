import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { openManualWorld } from '../support/world.ts';

describe('a chat among the sources', () => {
  const opened = async () => {
    const { world, clock } = await openManualWorld();
    const told: string[] = [];
    world.sources.listen((all) => told.push(...all.flatMap(({ kind, state }) => (kind === 'chat' ? state : []))));
    const chat = () => world.sources.list().find(({ kind }) => kind === 'chat');
    return { world, clock, told, chat, id: world.script.chat.id };
  };

  it('is fresh, however long it was not called', async () => {
    const { world, clock, chat, id } = await opened();
    expect(chat()).toEqual({ id, kind: 'chat', name: id, state: 'fresh' });
    world.sources.called(id);
    const at = clock.now();
    await clock.advance(24 * 3_600_000);
    expect(chat()).toMatchObject({ state: 'fresh', asOf: at });
  });

  it('is late while nothing of it is heard, and fails while it does not accept us', async () => {
    const { world, told, chat, id } = await opened();
    world.sources.hears(id, false);
    expect(chat()).toMatchObject({ state: 'late', why: expect.stringContaining('does not reach the bridge') });
    world.sources.called(id, new PlatformError('unauthorised', 'token_revoked'));
    expect(chat()).toMatchObject({ state: 'failing', why: expect.stringContaining('token_revoked') });
    world.sources.called(id);
    expect(chat()).toMatchObject({ state: 'late' });
    world.sources.hears(id, true);
    world.sources.hears(id, true);
    expect(chat()).toMatchObject({ state: 'fresh' });
    expect(told).toEqual(['late', 'failing', 'late', 'fresh']);
  });
});
