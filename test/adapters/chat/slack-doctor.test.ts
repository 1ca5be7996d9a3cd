import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../bridge/adapters/clock/system/index.ts';
import { checkSlack, type SlackToCheck } from '../../../bridge/adapters/chat/slack/doctor.ts';
import { botScopes } from '../../../bridge/adapters/chat/slack/manifest.ts';
import type { Check } from '../../../bridge/adapters/check.ts';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';
import { until } from '../../support/until.ts';

let slack: SlackServer;
const closers: (() => void)[] = [];
beforeAll(async () => {
  slack = await startSlack();
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => slack.close());

/** An address on this machine at which nobody is. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return `127.0.0.1:${port}`;
}

/** The same Slack, which also tells a token's scopes, and may name another address for connections. */
async function telling(scopes: readonly string[], socket?: string): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const asked = { method: 'POST', headers: { authorization, 'content-type': type }, body: Buffer.concat(chunks) };
      const forward = async () => {
        const answer = await fetch(`${slack.url}${request.url ?? ''}`, asked);
        const retry = answer.headers.get('retry-after');
        response.writeHead(answer.status, {
          'content-type': 'application/json',
          'x-oauth-scopes': scopes.join(','),
          ...(retry === null ? {} : { 'retry-after': retry }),
        });
        const text = await answer.text();
        response.end(socket === undefined ? text : text.replace(/ws:[^"]+/, socket));
      };
      void forward();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

async function look(part: Partial<SlackToCheck> = {}): Promise<ReadonlyMap<string, Check>> {
  const checks = await checkSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: part.apiUrl ?? (await telling(Object.keys(botScopes))),
    clock: systemClock(),
    timeoutMs: 5_000,
    ...part,
  });
  expect(JSON.stringify(checks)).not.toMatch(/xoxb-test|xapp-test/);
  expect(checks.filter(({ ok, fix = '' }) => !ok && !/[.)]$/.test(fix))).toEqual([]);
  return new Map(checks.map((check) => [check.name, check]));
}

describe('shiproom doctor at Slack', () => {
  it('finds each hop well, and leaves no connection behind', async () => {
    const found = await look();
    expect([...found.values()].filter(({ ok }) => !ok)).toEqual([]);
    expect([...found.keys()]).toEqual([
      'Slack bot token',
      'Slack scopes',
      'Clock',
      'Slack app-level token',
      'Slack connection',
      `Slack ${slack.channel('deploys')}`,
    ]);
    expect(found.get('Slack connection')?.says).toBe('says hello.');
    await until(() => slack.sockets() === 0);
  });

  it('opens no connection beside that of a running bridge', async () => {
    const before = slack.sockets();
    const found = await look({ connected: true });
    expect(found.get('Slack connection')).toMatchObject({ ok: true, says: 'is left to the bridge that runs.' });
    expect(slack.sockets()).toBe(before);
  });

  it.each([
    ['', 'is missing.'],
    ['hello', 'does not look like a token'],
    ['xapp-1-A0-1-abc', 'begins with xapp-'],
    ['xoxp-1-2-3-abc', 'begins with xoxp-'],
    ['xoxb-1-2 3', 'was not copied whole'],
  ])('tells a bot token that is none by its looks: %j', async (botToken, says) => {
    const before = slack.calls.length;
    const found = await look({ botToken });
    expect(found.get('Slack bot token')).toMatchObject({ ok: false, says: expect.stringContaining(says) });
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual(['apps.connections.open']);
  });

  it.each([
    ['invalid_auth', 'is not known to Slack.'],
    ['token_revoked', 'was revoked.'],
    ['account_inactive', 'is of an app that is not installed any more.'],
    ['org_login_required', 'is not accepted (org_login_required).'],
  ])('says what Slack’s %s means', async (word, says) => {
    slack.refuseNext('auth.test', word);
    expect((await look()).get('Slack bot token')).toMatchObject({ ok: false, says });
  });

  it('says which scopes are missing, and what each is for', async () => {
    const scopes = Object.keys(botScopes).filter((scope) => scope !== 'im:history');
    const check = (await look({ apiUrl: await telling(scopes) })).get('Slack scopes');
    expect(check).toMatchObject({ ok: false, fix: expect.stringContaining('Reinstall') });
    expect(check?.says).toBe(`lack im:history (${botScopes['im:history']}).`);
  });

  it('wants the scope for names as authors only where they are switched on', async () => {
    expect((await look({ asAuthors: true })).get('Slack scopes')?.says).toContain('lack chat:write.customize (');
    const apiUrl = await telling([...Object.keys(botScopes), 'chat:write.customize']);
    expect((await look({ apiUrl, asAuthors: true })).get('Slack scopes')).toMatchObject({ ok: true });
  });

  it('names scopes that are not needed, without calling that wrong', async () => {
    const apiUrl = await telling([...Object.keys(botScopes), 'groups:history', 'admin', 'files:read']);
    const check = (await look({ apiUrl })).get('Slack scopes');
    expect(check).toMatchObject({ ok: true, fix: expect.stringContaining('Remove those') });
    expect(check?.says).toContain('more than Shiproom uses: admin, files:read.');
  });

  it.each([
    [6 * 60_000, 'is 6 min ahead of Slack’s'],
    [-11 * 60_000, 'is 11 min behind Slack’s'],
  ])('finds a clock that is %d ms off', async (ms, says) => {
    const clock = systemClock();
    const found = await look({ clock: { ...clock, now: () => clock.now() + ms } });
    expect(found.get('Clock')).toMatchObject({ ok: false, says: expect.stringContaining(says) });
  });

  it('bears a clock that is four minutes off', async () => {
    const clock = systemClock();
    expect((await look({ clock: { ...clock, now: () => clock.now() - 240_000 } })).get('Clock')).toMatchObject({
      ok: true,
    });
  });

  it('finds an app-level token that opens nothing', async () => {
    slack.refuseNext('apps.connections.open', 'not_allowed_token_type');
    expect((await look()).get('Slack app-level token')).toMatchObject({ ok: false });
    slack.refuseNext('apps.connections.open', 'invalid_auth');
    expect((await look()).get('Slack app-level token')?.says).toBe('is not known to Slack.');
    expect((await look({ appToken: slack.tokens.bot })).get('Slack app-level token')?.says).toContain(
      'of another kind',
    );
  });

  it('finds a connection that does not come up, or never says hello', async () => {
    const scopes = Object.keys(botScopes);
    const refused = await look({ apiUrl: await telling(scopes, `ws://${await nobody()}/`) });
    expect(refused.get('Slack connection')?.says).toBe('does not come up: ECONNREFUSED.');
    const silent = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    closers.push(() => silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const waited = await look({ apiUrl: await telling(scopes, `ws://127.0.0.1:${port}/`), timeoutMs: 300 });
    expect(waited.get('Slack connection')).toMatchObject({ ok: false, says: expect.stringContaining('no hello') });
  });

  it('says of a channel what it lacks', async () => {
    slack.leave('deploys');
    const id = slack.channel('deploys');
    expect((await look()).get(`Slack ${id}`)).toMatchObject({
      ok: false,
      says: 'is a channel that the bot is not in.',
      fix: expect.stringContaining('/invite @shiproom'),
    });
    slack.leave('deploys', false);
    expect((await look({ channels: ['C0NOWHERE'] })).get('Slack C0NOWHERE')?.says).toContain(
      'no channel that the bot can see',
    );
    slack.refuseNext('conversations.history', 'missing_scope');
    expect((await look()).get(`Slack ${id}`)?.fix).toContain('groups:history');
    slack.limitNext('conversations.history', { retryAfter: 7 });
    expect((await look()).get(`Slack ${id}`)?.fix).toBe('Ask again in 7 s.');
  });

  it('knows people from nobody', async () => {
    const found = await look({ channels: [`@${slack.user('ana')}`, '@U0NOBODY'] });
    expect(found.get(`Slack @${slack.user('ana')}`)).toMatchObject({ ok: true });
    expect(found.get('Slack @U0NOBODY')).toMatchObject({ ok: false });
  });

  it('says where Slack is not reached, and does not ask further', async () => {
    const found = await look({ apiUrl: `http://${await nobody()}/api/` });
    expect([...found.keys()]).toEqual(['Slack bot token', 'Slack app-level token']);
    expect(found.get('Slack bot token')?.says).toContain('Slack is not reached (ECONNREFUSED)');
  });
});
