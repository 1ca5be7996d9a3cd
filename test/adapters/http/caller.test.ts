import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createCaller } from '../../../bridge/adapters/http/caller.ts';
import { manualClock } from '../../support/clock.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('a call', () => {
  it('follows no redirect, so that what it sends along goes to nobody else', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end());
    const { call } = createCaller({ url, clock: manualClock() });
    const asked = call({ path: '/', headers: { authorization: 'Basic secret' } });
    await expect(asked).rejects.toMatchObject({ fault: 'refused', vendorWord: 'http_307 (redirected)' });
    expect(seen).toEqual([]);
  });

  it.each(['GET', 'POST'] as const)('of %s that gets no answer in time says what may have happened', async (method) => {
    const clock = manualClock();
    const come = Promise.withResolvers<void>();
    const url = await serve(() => come.resolve());
    const asked = createCaller({ url, clock, timeoutMs: 500 }).call({ path: '/', method });
    const failed = asked.catch((error: unknown) => error);
    await come.promise;
    await clock.advance(500);
    expect(await failed).toMatchObject({ fault: method === 'GET' ? 'unavailable' : 'unsure' });
  });

  it('that reaches nobody was surely not done', async () => {
    const url = await serve(() => {});
    for (const close of closing.splice(0)) close();
    const { call } = createCaller({ url, clock: manualClock() });
    await expect(call({ path: '/', method: 'POST' })).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('reads no more than is asked for, and nothing that is too long', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(17 * 1024 * 1024)));
    const { call } = createCaller({ url, clock: manualClock() });
    expect((await call({ path: '/', first: 10 })).bytes.toString()).toBe('x'.repeat(10));
    await expect(call({ path: '/' })).rejects.toMatchObject({ fault: 'refused', vendorWord: 'answer_too_long' });
  });
});
