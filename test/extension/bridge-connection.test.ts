import { describe, expect, it, vi } from 'vitest';
import { Origin } from '../../extension/connection/address.ts';
import { eachWithConnections, originOf } from './lone-connection.ts';
import { stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const { start, open, writeDown } = eachWithConnections();

describe('what a window has of its connection', () => {
  it('opens nothing any more once it is over, neither of itself nor when asked', async () => {
    const server = await start();
    await writeDown(server);
    const { connection, attached } = open();
    const looking = connection.look();
    connection.dispose();
    await looking;
    const credential = { token: await server.token('Ana') };
    expect(await connection.connect({ origin: originOf(server), credential })).toEqual({ state: 'unpaired' });
    expect(attached).toEqual([]);
  });

  it('answers whoever waits for one bridge when another takes its place, and each of them of its own', async () => {
    const server = await start();
    const credential = { token: await server.token('Ana') };
    const { connect } = open().connection;
    const first = connect({ origin: Origin.parse('http://127.0.0.1:9'), credential });
    const second = connect({ origin: originOf(server), credential });
    expect(await Promise.all([first, second])).toEqual([{ state: 'unpaired' }, { state: 'online' }]);
  });

  it('tells in the editor’s language how it stands, and logs it in English', async () => {
    const inGerman = vi.spyOn(stub.l10n, 't').mockImplementation((text: string) => `auf Deutsch: ${text}`);
    const { connection, event, logged } = open();
    const origin = Origin.parse('http://127.0.0.1:9');
    const lost = {
      state: 'offline',
      reason: 'auf Deutsch: The bridge does not answer. Is it running, and is this machine online?',
    };
    expect(await connection.connect({ origin, credential: { token: 'x' } })).toMatchObject(lost);
    const told = await event((each) => each.type === 'connection' && each.connection.state === 'offline');
    expect(told).toMatchObject({ connection: lost });
    expect(logged).toContain(
      `${origin}: offline: The bridge does not answer. Is it running, and is this machine online?`,
    );
    inGerman.mockRestore();
  });

  it('answers whoever waits for it when it is closed meanwhile', async () => {
    const window = open();
    const waiting = window.connection.connect({
      origin: Origin.parse('http://127.0.0.1:9'),
      credential: { token: 'x' },
    });
    window.connection.uplink.close();
    expect(await waiting).toEqual({ state: 'unpaired' });
  });
});
