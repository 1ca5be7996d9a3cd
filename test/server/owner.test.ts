import { afterEach, describe, expect, it } from 'vitest';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { key, room } from '../support/samples.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start() {
  server = await startServer();
  const { url, token, world } = server;
  const owner = await token('Owner');
  const ask = (path: string, body: unknown, by: string | undefined = owner) =>
    fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(by === undefined ? {} : { authorization: `Bearer ${by}` }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ask, ana: await token('Ana'), world };
}

describe('what the owner’s own programs ask for', () => {
  it.each(['/codes', '/why', '/run'])('[T9] is refused to everybody else: %s', async (path) => {
    const { ask, ana } = await start();
    for (const body of [{ line: 'help', what: 'main' }, 'no json'])
      for (const by of ['', 'wrong', ana]) {
        const answer = await ask(path, body, by);
        expect(answer.status).toBe(401);
        expect(await answer.json()).toEqual({ error: 'not_authenticated' });
      }
  });

  it.each([
    ['/why', {}],
    ['/why', { what: '' }],
    ['/why', { what: 'x'.repeat(1001) }],
    ['/run', { line: 7 }],
    ['/run', 'no json'],
    ['/codes', []],
  ])('is refused where it is not well said: %s %j', async (path, body) => {
    const { ask } = await start();
    const answer = await ask(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'invalid_params', message: expect.stringMatching(/\.$/) });
  });

  it('is not read where it is far too long', async () => {
    const { ask } = await start();
    expect((await ask('/run', { line: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('is answered: why, of a branch', async () => {
    const { ask, world } = await start();
    const value = { key: key(), version: 1, updatedAt: 1, work: [], ci: [] };
    const ledger = [{ at: 5, room, about: key(), event: 'CI #7 failed', rule: 'no route', verdict: 'left' as const }];
    const id = `${key().repository}\n${key().branch}`;
    await world.store.commit({ at: 1, puts: [{ kind: 'card', id, room, after: 0, value }], ledger });
    expect(await (await ask('/why', { what: 'feat/login' })).json()).toEqual({
      about: 'feat/login of example.com/acme/web',
      lines: [{ at: 5, event: 'CI #7 failed', rule: 'no route', verdict: 'left', result: '' }],
    });
    const none = await ask('/why', { what: 'feat/none' });
    expect(none.status).toBe(400);
    expect(await none.json()).toMatchObject({ error: 'forbidden_or_missing' });
  });

  it('is answered: a line of the bot, as the owner', async () => {
    const { ask } = await start();
    expect(await (await ask('/run', { line: 'help why' })).json()).toMatchObject({
      reply: { text: expect.stringContaining('why [what]') },
    });
    expect(await (await ask('/run', { line: 'nonsense' })).json()).toMatchObject({ error: 'invalid_params' });
  });
});
