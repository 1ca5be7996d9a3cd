import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import type { Check } from '../../bridge/adapters/check.ts';
import { doctor, type DoctorOptions } from '../../bridge/cli/doctor.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';

let slack: SlackServer;
let repository: Repository;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  slack = await startSlack();
  repository = await makeRepository();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(async () => {
  await repository.remove();
  await slack.close();
});

async function folder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'shiproom-doctor-'));
  closers.push(() => rm(data, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(data, name), text, { mode: 0o600 });
  return data;
}

interface Part extends DoctorOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly cwd?: string;
}

async function look({ environment = {}, node = '24.3.0', cwd = repository.folder, ...options }: Part) {
  const said: string[] = [];
  const calling = {
    cwd,
    platform: process.platform,
    environment: { PATH: process.env['PATH'], HOME: tmpdir(), ...environment },
    pid: process.pid,
    node,
    say: (line: string) => void said.push(line),
  };
  const ok = await doctor(calling, { port: 0, ...options, json: true }, { clock: systemClock() });
  const told = JSON.parse(said.join('\n')) as { ok: boolean; checks: Check[] };
  expect(told.ok).toBe(ok);
  expect(told.checks.filter(({ ok: well, fix }) => !well && !fix)).toEqual([]);
  return { ok, said, checks: new Map(told.checks.map((check) => [check.name, check])) };
}

/** One that is wrong, and the others as they are. */
const wrong = (checks: ReadonlyMap<string, Check>) => [...checks.values()].filter(({ ok }) => !ok);

describe('shiproom doctor', () => {
  it('finds a new folder well', async () => {
    const { ok, checks } = await look({ data: await folder() });
    expect(wrong(checks)).toEqual([]);
    expect(ok).toBe(true);
    expect([...checks.keys()]).toEqual([
      'Node',
      'Repository',
      'Data folder',
      'Bridge',
      'Store',
      'Settings',
      'Chat',
      'Forges and CI',
    ]);
  });

  it('looks at Slack by the tokens that are kept', async () => {
    const data = await folder({
      'shiproom.yaml': `slack: { channel: ${slack.channel('deploys')}, apiUrl: "${slack.apiUrl}" }\n`,
      'secrets.yaml': `SHIPROOM_SLACK_BOT_TOKEN: ${slack.tokens.bot}\nSHIPROOM_SLACK_APP_TOKEN: ${slack.tokens.app}\n`,
    });
    const { ok, said, checks } = await look({ data });
    expect(wrong(checks)).toEqual([]);
    expect(ok).toBe(true);
    expect(checks.get('Slack connection')?.says).toBe('says hello.');
    expect(said.join('')).not.toContain(slack.tokens.bot);
    const bad = await look({ data, environment: { SHIPROOM_SLACK_BOT_TOKEN: 'xoxb-another-token' } });
    expect(wrong(bad.checks).map(({ name, says }) => `${name} ${says}`)).toEqual([
      'Slack bot token is not known to Slack.',
    ]);
    expect(bad.said.join('')).not.toContain('xoxb-another-token');
  });

  it.each<[string, () => Promise<Part>, string, string]>([
    ['an old Node', async () => ({ data: await folder(), node: '22.1.0' }), 'Node', 'has to be 24 or newer'],
    [
      'a folder that is no repository',
      async () => ({ data: await folder(), cwd: await folder() }),
      'Repository',
      'is no git repository',
    ],
    [
      'settings that cannot be read, with line and column',
      async () => ({ data: await folder({ 'shiproom.yaml': 'ci:\n  tset: npm test\n' }) }),
      'Settings',
      'shiproom.yaml:2:9: “ci.tset”',
    ],
    [
      'tokens that others can read',
      async () => {
        const data = await folder({ 'secrets.yaml': 'SHIPROOM_SLACK_BOT_TOKEN: xoxb-1\n' });
        await chmod(join(data, 'secrets.yaml'), 0o644);
        return { data };
      },
      'Secrets',
      'others may read it',
    ],
    [
      'Slack without its tokens',
      async () => ({ data: await folder({ 'shiproom.yaml': 'slack: { channel: C0123ABCD }\n' }) }),
      'Slack',
      'without its bot token',
    ],
    [
      'a store that is damaged',
      async () => ({ data: await folder({ 'shiproom.db': 'this is no database, whatever it is called' }) }),
      'Store',
      'cannot be read',
    ],
    [
      'a forge without its token',
      async () => ({ data: await folder({ 'shiproom.yaml': 'gitlab: {}\n' }) }),
      'Forges and CI',
      'GitLab is set up without its token',
    ],
  ])('tells of %s', async (_, part, name, says) => {
    const { ok, checks } = await look(await part());
    expect(ok).toBe(false);
    expect(wrong(checks)).toEqual([expect.objectContaining({ name, says: expect.stringContaining(says) })]);
  });

  it('tells of a data folder that others can write to', async () => {
    const data = await folder();
    await chmod(data, 0o777);
    expect(wrong((await look({ data })).checks)).toMatchObject([
      { name: 'Data folder', fix: `Run: chmod 700 '${data}'` },
    ]);
  });

  it('finds a store sound, also while it is used, and tells one of a newer Shiproom', async () => {
    const data = await folder();
    const file = join(data, 'shiproom.db');
    const store = await openSqliteStore({ file, epoch: () => 'a'.repeat(32) });
    expect((await look({ data })).checks.get('Store')).toMatchObject({ ok: true, says: `is sound (${file}).` });
    await store.close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 999');
    db.close();
    expect((await look({ data })).checks.get('Store')?.says).toContain('newer Shiproom');
  });

  it('tells who has the port', async () => {
    const server = createServer((_request, response) => {
      response.end(JSON.stringify({ ok: true, bridge: '/elsewhere' }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { checks } = await look({ data: await folder(), port });
    expect(checks.get('Bridge')?.says).toBe(`does not run, and its port ${port} is taken by the bridge of /elsewhere.`);
  });

  it.each([
    [401, 'does not accept our credentials'],
    [500, 'is not reached'],
  ])('asks each forge for something that needs its credentials: %d', async (status, says) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end('{"message":"no"}');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const data = await folder({
      'shiproom.yaml': `gitlab: { url: "${url}" }\nrepositories: [127.0.0.1/acme/web]\n`,
    });
    const { checks } = await look({ data, environment: { SHIPROOM_GITLAB_TOKEN: 'glpat-very-secret' } });
    expect(checks.get('GitLab')?.says).toContain(says);
    expect(JSON.stringify([...checks])).not.toContain('glpat-very-secret');
  });
});
