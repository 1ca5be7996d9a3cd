import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bridgeOf } from '../../extension/connection/choice.ts';
import { Origin } from '../../extension/connection/address.ts';
import { bridgesFolder } from '../../extension/connection/bridges-folder.ts';
import { findBridges, type Machine } from '../../extension/connection/state-file.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { repository } from '../support/samples.ts';

let home = '';
let folder = '';
const machine = (part: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  home,
  env: {},
  uid: process.getuid?.(),
  isAlive: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  },
  ...part,
});
const bridge = (part: object = {}) => ({
  url: 'http://127.0.0.1:7420/',
  repository,
  token: 'token-of-the-owner',
  pid: process.pid,
  ...part,
});
const write = async (name: string, what: unknown, mode = 0o600) => {
  await writeFile(join(folder, name), typeof what === 'string' ? what : JSON.stringify(what));
  await chmod(join(folder, name), mode);
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'shiproom-state-'));
  folder = bridgesFolder(machine());
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(home, { recursive: true }));

describe('the folder of bridges', () => {
  it.each<[string, Partial<Machine>, string]>([
    ['linux', {}, '/home/ana/.local/state/shiproom/bridges'],
    ['linux, with a state folder', { env: { XDG_STATE_HOME: '/var/state' } }, '/var/state/shiproom/bridges'],
    [
      'linux, with a state folder that is no path',
      { env: { XDG_STATE_HOME: 'here' } },
      '/home/ana/.local/state/shiproom/bridges',
    ],
    ['mac', { platform: 'darwin' }, '/home/ana/Library/Application Support/shiproom/bridges'],
    ['windows', { platform: 'win32', env: { LOCALAPPDATA: '/local' } }, '/local/shiproom/bridges'],
    ['windows, bare', { platform: 'win32' }, '/home/ana/AppData/Local/shiproom/bridges'],
  ])('is, on %s, where the bridge writes', (_, part, expected) => {
    expect(bridgesFolder(machine({ home: '/home/ana', ...part }))).toBe(expected);
  });
});

describe('bridges on this machine', () => {
  it('are found, each with origin, repository and token', async () => {
    await write('a.json', bridge());
    await write('b.json', bridge({ url: 'http://localhost:7421', unknown: 'more' }));
    const found = { repository, token: 'token-of-the-owner' };
    expect(await findBridges(machine())).toEqual([
      { origin: 'http://127.0.0.1:7420', ...found },
      { origin: 'http://localhost:7421', ...found },
    ]);
  });

  it('are none where there is no such folder', async () => {
    expect(await findBridges(machine({ home: join(home, 'nowhere') }))).toEqual([]);
  });

  it('[T1] are not those of files that another user may have written or read', async () => {
    await write('readable.json', bridge(), 0o644);
    await write('group.json', bridge(), 0o660);
    expect(await findBridges(machine())).toEqual([]);
    await write('mine.json', bridge());
    expect(await findBridges(machine({ uid: (process.getuid?.() ?? 0) + 1 }))).toEqual([]);
    expect(await findBridges(machine())).toHaveLength(1);
  });

  it('are not those behind a link, in a folder, or in a file that is no such thing', async () => {
    const elsewhere = join(home, 'elsewhere.json');
    await writeFile(elsewhere, JSON.stringify(bridge()), { mode: 0o600 });
    await symlink(elsewhere, join(folder, 'link.json'));
    await mkdir(join(folder, 'folder.json'));
    await write('half.json', JSON.stringify(bridge()).slice(0, 40));
    await write('other.json', [bridge()]);
    await write('huge.json', JSON.stringify(bridge({ padding: 'x'.repeat(70_000) })));
    await write('text.txt', bridge());
    await write('far.json', bridge({ url: 'http://192.168.1.4:7420/' }));
    await write('code.json', bridge({ token: '' }));
    expect(await findBridges(machine())).toEqual([]);
  });

  it('are not those whose process is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    await write('a.json', bridge({ pid: child.pid }));
    expect(await findBridges(machine())).toHaveLength(1);
    child.stdin.end();
    await once(child, 'exit');
    expect(await findBridges(machine())).toEqual([]);
  });
});

describe('the bridge to connect to unasked', () => {
  const [team, other] = ['https://team.example', 'https://other.example'].map((each) => Origin.parse(each));
  const local = { origin: Origin.parse('http://127.0.0.1:7420'), repository, token: 'local' };
  const tokens = new Map([
    [team, 'of-team'],
    [other, 'of-other'],
  ]);
  const choose = (part: object = {}) =>
    bridgeOf({
      configured: undefined,
      last: undefined,
      repositories: [repository],
      local: [local],
      tokenOf: async (origin) => tokens.get(origin),
      ...part,
    });

  it.each([
    ['the user’s own setting', { configured: team, last: other }, team],
    ['the one used last, where nothing is set', { last: other }, other],
    [
      'the one used last, where what is set was never paired',
      { configured: Origin.parse('https://new.example'), last: other },
      other,
    ],
    ['this machine’s for the repository', {}, local.origin],
    [
      'this machine’s by its address, where the user has set that',
      { configured: local.origin, repositories: [] },
      local.origin,
    ],
    [
      'none, where this machine’s is for something else',
      { repositories: [RepositoryId.parse('example.com/acme/api')] },
      undefined,
    ],
    [
      'none, where none runs and none was paired',
      { local: [], configured: Origin.parse('https://new.example') },
      undefined,
    ],
  ])('is %s', async (_, part, expected) => {
    expect((await choose(part))?.origin).toBe(expected);
  });

  it('[T1] never gets the token of another origin', async () => {
    const found = await choose({ configured: Origin.parse('https://team.example:8443'), local: [] });
    expect(found).toBeUndefined();
  });
});
