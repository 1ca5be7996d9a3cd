import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Origin } from '../../extension/connection/address.ts';
import { askHealth } from '../../extension/connection/health.ts';
import { examine, type Probes } from '../../extension/doctor/examine.ts';
import { reportOf } from '../../extension/doctor/report.ts';
import type { Situation } from '../../extension/situation.ts';
import type { Source } from '../../protocol/model/source.ts';
import { key } from '../support/samples.ts';
import { selfSigned } from '../support/certificate.ts';
import { card, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listening(server: Server, scheme = 'http', host = '127.0.0.1'): Promise<Origin> {
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return Origin.parse(`${scheme}://${host}:${(server.address() as AddressInfo).port}`);
}

const answering = (answer: RequestListener): Promise<Origin> => listening(createServer(answer));
const well: RequestListener = (_, response) =>
  response.setHeader('content-type', 'application/json').end('{"ok":true,"bridge":"a","version":"1.2.3"}');

/** A port on which nobody listens any more. */
async function closedPort(): Promise<Origin> {
  const origin = await answering(well);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return origin;
}

interface Case extends Partial<Omit<Probes, 'situation' | 'bridge'>> {
  readonly origin?: Origin;
  readonly situation?: Partial<Situation>;
  readonly sources?: Source[];
}

const look = (of: Case = {}) =>
  examine({
    bridge: async () => ({
      origin: of.origin ?? Origin.parse('http://127.0.0.1:1'),
      credential: { token: 'secret-token' },
    }),
    health: askHealth,
    hello: async () => ({ ok: true, value: roomView({ cards: [card({ key: key() })], sources: of.sources ?? [] }) }),
    now: () => Date.now(),
    time: String,
    ...of,
    situation: situation(of.situation),
  });

/** The first hop that fails or wants notice, as `name: words`, and what mends it. */
async function wrong(of: Case): Promise<{ said: string; mend: string | undefined; after: Set<string> }> {
  const hops = await look(of);
  const at = hops.findIndex(({ state }) => state === 'failed' || state === 'warned');
  const hop = hops[at];
  return {
    said: `${hop?.name}: ${hop?.words}`,
    mend: hop?.mend && [hop.mend.command, ...(hop.mend.args ?? [])].join(' '),
    after: new Set(hops.slice(at + 1, -1).map(({ state }) => state)),
  };
}

describe('the doctor', () => {
  it('finds everything in order where it is', async () => {
    const hops = await look({ origin: await answering(well) });
    expect(hops.map(({ name, state }) => `${name} ${state}`)).toEqual(
      [
        'Trust',
        'Git',
        'Repository',
        'Pairing',
        'Network',
        'Certificate',
        'Bridge',
        'Connection',
        'Clock',
        'Room',
        'Sharing',
      ].map((name) => `${name} passed`),
    );
  });

  it('asks nobody anything before the workspace is trusted', async () => {
    const asked = vi.fn<() => never>();
    const hops = await look({ situation: { trusted: false }, health: asked, hello: asked });
    expect(asked).not.toHaveBeenCalled();
    expect(hops[0]).toMatchObject({ name: 'Trust', state: 'failed', mend: { command: 'workbench.trust.manage' } });
    expect(hops.filter(({ state }) => state === 'skipped')).toHaveLength(7);
  });

  it.each<[string, Partial<Situation>, string, string]>([
    [
      'git is off',
      { git: 'off' },
      'Git: The built-in Git extension is off',
      'workbench.extensions.search @builtin git',
    ],
    [
      'there is no repository',
      { git: 'no-repository', checkout: undefined },
      'Repository: This folder has no',
      'workbench.view.scm',
    ],
  ])('names what is missing here, and goes on all the same: %s', async (_, part, said, mend) => {
    const found = await wrong({ origin: await answering(well), situation: part });
    expect([found.said.startsWith(said), found.mend]).toEqual([true, mend]);
    expect(found.after.has('passed')).toBe(true);
  });

  it('says why this machine is not paired', async () => {
    const hops = await examine({
      bridge: async () => ({ wrong: 'This machine is not paired with https://a.example, but with https://b.example.' }),
      health: askHealth,
      hello: async () => ({ ok: true, value: undefined }),
      now: () => 0,
      time: String,
      situation: situation(),
    });
    expect(hops[3]).toMatchObject({ name: 'Pairing', state: 'failed', mend: { command: 'shiproom.connect' } });
    expect(new Set(hops.slice(4, -1).map(({ state }) => state))).toEqual(new Set(['skipped']));
  });

  it('names a port on which nobody listens', async () => {
    const origin = await closedPort();
    const found = await wrong({ origin });
    expect(found.said).toBe(`Network: Nothing listens at ${new URL(origin).host}. Is the bridge running?`);
    expect([found.mend, found.after]).toEqual(['shiproom.doctor', new Set(['skipped'])]);
  });

  it('names a machine that there is not', async () => {
    const { said, mend } = await wrong({ origin: Origin.parse('https://bridge.invalid') });
    expect(said).toMatch(/^Network: (There is no machine named bridge\.invalid here|bridge\.invalid does not answer)/);
    expect(mend).toBe('workbench.action.openSettings http.proxy');
  });

  it('names a certificate that is not trusted, one of another name, and one that is too old', async () => {
    const own = await listening(createTlsServer(selfSigned(), well), 'https');
    const { said, mend } = await wrong({ origin: own });
    expect(said).toMatch(/^Certificate: Certificate not trusted: self-signed certificate.*http\.systemCertificates/);
    expect(mend).toBe('workbench.action.openSettings http.systemCertificates');
    const codes = { CERT_HAS_EXPIRED: /has expired/, ERR_TLS_CERT_ALTNAME_INVALID: /for another name/ };
    for (const [code, words] of Object.entries(codes)) {
      const found = await wrong({ origin: own, health: async () => ({ state: 'distrusted', code, why: code }) });
      expect(found.said).toMatch(words);
    }
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'a page for signing in',
      (_, response) => response.setHeader('content-type', 'text/html').end('<html>Welcome to the hotel</html>'),
      /^Bridge: A web page answers in place of the bridge/,
    ],
    [
      'a redirection to one',
      (_, response) => response.writeHead(302, { location: 'http://login.example' }).end(),
      /^Bridge: A web page answers/,
    ],
    ['a proxy that asks who it is', (_, response) => response.writeHead(407).end(), /^Bridge: A proxy asks for a name/],
    ['a proxy that fails', (_, response) => response.writeHead(502).end(), /^Bridge: .* fails with status 502/],
    [
      'another server',
      (_, response) => response.writeHead(404).end('no'),
      /^Bridge: What answers is no bridge: status 404/,
    ],
    [
      'JSON that is none of ours',
      (_, response) => response.setHeader('content-type', 'application/json').end('{"ok":1}'),
      /^Bridge: What answers is no bridge/,
    ],
  ])('tells a bridge from %s', async (_, answer, words) => {
    const { said, after } = await wrong({ origin: await answering(answer) });
    expect(said).toMatch(words);
    expect(after).toEqual(new Set(['skipped']));
  });

  it.each([
    ['unpaired', 'You were signed out.', 'shiproom.connect'],
    ['stopped', 'The bridge is newer than this.', 'workbench.extensions.action.checkForUpdates'],
    ['offline', 'closed', 'workbench.action.openSettings http.proxy'],
  ] as const)('says how the bridge turns this device away: %s', async (state, reason, command) => {
    const connection = state === 'offline' ? { state, since: 1, reason } : { state, reason };
    const found = await wrong({ origin: await answering(well), hello: async () => ({ ok: false, connection }) });
    expect([found.said.startsWith('Connection: '), found.said.endsWith(reason), found.mend]).toEqual([
      true,
      true,
      command,
    ]);
  });

  it('notices that the clocks do not agree', async () => {
    const origin = await answering(well);
    const ahead = await wrong({ origin, now: () => Date.now() + 600_000 });
    expect(ahead.said).toBe('Clock: This machine’s clock is 10 min ahead of the bridge’s. Set one of them right.');
    const behind = await wrong({ origin, now: () => Date.now() - 600_000 });
    expect(behind.said).toMatch(/behind/);
  });

  it('says that the room is about something else', async () => {
    const other = card({ key: { ...key(), repository: 'example.com/acme/other' as never } });
    const hello = async () => ({ ok: true as const, value: roomView({ cards: [other] }) });
    expect((await wrong({ origin: await answering(well), hello })).said).toMatch(/^Room: .*other repositories/);
  });

  it('says of each system beside the bridge how it stands, and why', async () => {
    const sources: Source[] = [
      { id: 'a', kind: 'forge', name: 'Git Forge', state: 'fresh' },
      { id: 'b', kind: 'ci', name: 'CI', state: 'late', asOf: 7 },
      { id: 'c', kind: 'chat', name: 'The\u202Echat', state: 'failing', why: 'The token\nwas revoked.' },
    ];
    const hops = await look({ origin: await answering(well), sources });
    expect(hops.slice(-4, -1)).toMatchObject([
      { name: 'Forge: Git Forge', state: 'passed' },
      { name: 'CI: CI', state: 'warned', words: 'It is asked now and then only, last at 7.' },
      { name: 'Chat: Thechat', state: 'failed', words: 'The bridge cannot ask it. The token was revoked.' },
    ]);
  });

  it.each([
    [{ paused: true }, 'shiproom.resumeSharing'],
    [{ mode: 'off' as const }, 'shiproom.changeSharingMode'],
  ])('says why nothing is shared: %o', async (part, command) => {
    const hops = await look({ origin: await answering(well), situation: part });
    expect(hops.at(-1)).toMatchObject({ name: 'Sharing', state: 'warned', mend: { command } });
  });

  it('writes a report that names no token, branch or repository', async () => {
    const hops = await look({ origin: await answering(well), situation: { paused: true } });
    const report = reportOf(hops, ['VS Code 1.105.0']);
    expect(report).toMatch(/^Shiproom Doctor\nVS Code 1\.105\.0\n\n- Trust \(in order\): /);
    for (const secret of ['secret-token', key().branch, key().repository]) expect(report).not.toContain(secret);
  });
});
