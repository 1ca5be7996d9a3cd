import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../bridge/adapters/clock/system/index.ts';
import { checkMattermost, type MattermostToCheck } from '../../../bridge/adapters/chat/mattermost/doctor.ts';
import type { Check } from '../../../bridge/adapters/check.ts';
import { type MattermostServer, startMattermost } from '../../support/mattermost/server.ts';

let server: MattermostServer;
beforeEach(async () => {
  server = await startMattermost();
});
afterEach(() => server.close());

async function look(part: Partial<MattermostToCheck> = {}): Promise<ReadonlyMap<string, Check>> {
  const config = { url: server.url, token: server.token, channels: [server.channel], clock: systemClock(), ...part };
  const checks = await checkMattermost({ timeoutMs: 5_000, ...config });
  expect(JSON.stringify(checks)).not.toContain(server.token);
  expect(checks.filter(({ ok, fix = '' }) => !ok && !/[.)]$/.test(fix))).toEqual([]);
  return new Map(checks.map((check) => [check.name, check]));
}
const wrong = (checks: ReadonlyMap<string, Check>) => [...checks.values()].filter(({ ok }) => !ok);

describe('shiproom doctor at Mattermost', () => {
  it('finds each hop well', async () => {
    const found = await look();
    expect(wrong(found)).toEqual([]);
    expect([...found.keys()]).toEqual([
      'Mattermost token',
      'Mattermost server',
      'Clock',
      'Mattermost connection',
      `Mattermost ${server.channel}`,
    ]);
  });

  it('tells a token that was taken back, or is not there', async () => {
    server.revoke();
    expect(wrong(await look())).toMatchObject([
      { name: 'Mattermost token', says: expect.stringContaining('not accepted') },
    ]);
    expect(wrong(await look({ token: '' }))).toMatchObject([{ says: 'is missing.' }]);
  });

  it('tells a channel that it cannot read, and what is no id', async () => {
    const other = 'z'.repeat(26);
    expect((await look({ channels: [other] })).get(`Mattermost ${other}`)).toMatchObject({
      ok: false,
      fix: expect.stringContaining('/invite'),
    });
    expect(wrong(await look({ channels: ['town-square'] }))).toMatchObject([{ name: '“town-square”' }]);
  });

  it('tells a clock that is far off, and a server that is not reached', async () => {
    const clock = systemClock();
    const late = await look({ clock: { ...clock, now: () => clock.now() - 660_000 } });
    expect(wrong(late)).toMatchObject([{ name: 'Clock', says: expect.stringContaining('11 min behind') }]);
    const { url } = server;
    await server.close();
    expect(wrong(await look({ url }))).toMatchObject([
      { says: expect.stringContaining('is not reached (ECONNREFUSED)') },
    ]);
    server = await startMattermost();
  });

  it('says how long to wait where it is asked to', async () => {
    server.limitNext('GET /users/me', { retryAfter: 9 });
    expect(wrong(await look())).toMatchObject([{ fix: 'Ask again in 9 s.' }]);
  });
});
