import { afterEach, describe, expect, it, vi } from 'vitest';
import { blank, cardId } from '../../bridge/domain/card.ts';
import { key, room, run } from '../support/samples.ts';
import { eachWithWindow, row, state } from './live-window.ts';
import { stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
afterEach(() => vi.restoreAllMocks());

describe('a window of a large room', () => {
  it('is drawn once for cards that come together, and as the last of them says', async () => {
    const { begin, writeDown, server } = window();
    await writeDown();
    begin();
    await state('online');
    const looks = vi.spyOn(stub.workspace, 'isTrusted', 'get');
    const at = server.world.clock.now();
    const branches = [...Array.from({ length: 300 }, (_, number) => `feat/${number}`), 'main'];
    for (const branch of branches) {
      const of = key(branch);
      const card = { ...blank(of), ci: [run({ state: 'failed' })], version: 1, updatedAt: at };
      await server.world.store.commit({ at, puts: [{ kind: 'card', id: cardId(of), room, after: 0, value: card }] });
      server.world.bus.tell({ type: 'card', room, card });
    }
    await expect.poll(() => row('ci'), { timeout: 5_000 }).toBeDefined();
    // Each look at how things stand asks once or twice.
    expect(looks.mock.calls.length).toBeLessThan(150);
  });
});
