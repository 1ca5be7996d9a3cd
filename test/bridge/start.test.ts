import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { device } from '../support/samples.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { openWire } from '../support/wire.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let sandbox: Sandbox;
let repository: Repository;
let bridge: BridgeProcess | undefined;
beforeEach(async () => {
  sandbox = createSandbox();
  repository = await makeRepository();
  await repository.git('remote', 'add', 'origin', 'git@example.com:Acme/Web.git');
});
afterEach(async () => {
  await bridge?.stop();
  bridge = undefined;
  await repository.remove();
  sandbox.remove();
});

const start = async (args: readonly string[] = []) =>
  (bridge = await startBridge({ sandbox, repository: repository.folder, args }));
const states = () => join(sandbox.home, '.local', 'state', 'shiproom', 'bridges');

/** Runs the program to its end, as a person would who made a mistake. */
async function fails(...args: string[]): Promise<{ code: unknown; said: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [main, ...args], {
      cwd: sandbox.root,
      env: sandbox.env,
      timeout: 20_000,
    });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

async function enter(link: string): Promise<Record<string, unknown>> {
  const { origin, hash } = new URL(link);
  const client = await openWire(origin);
  const params = { protocol: 1, code: hash.replace('#code=', ''), device: { id: device(), name: 'test' }, cursors: [] };
  const { result = {} } = await client.ask('session/hello', params);
  await client.close();
  return result;
}

describe('shiproom start', () => {
  it('serves the page and its health, lets in by each link, and leaves word for editors', async () => {
    const { page, link } = await start();
    const origin = new URL(page).origin;
    expect(await (await fetch(origin)).text()).toContain('<shiproom-panel>');
    expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({ ok: true });
    for (const each of [page, link])
      expect(await enter(each)).toMatchObject({ person: { id: 'owner' }, rooms: [{ room: 'web' }] });
    const [file = ''] = readdirSync(states());
    expect(statSync(join(states(), file)).mode & 0o777).toBe(0o600);
    const word = JSON.parse(readFileSync(join(states(), file), 'utf8'));
    expect(word).toEqual({
      url: origin,
      repository: 'example.com/acme/web',
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
      pid: bridge?.pid,
    });
    expect(await bridge?.stop()).toBe(0);
    expect(readdirSync(states())).toEqual([]);
  });

  it('started again for the same data prints the running bridge’s page and link, and ends well', async () => {
    const first = await start();
    const { code, said } = await fails('start', '--repo', repository.folder, '--data', join(sandbox.root, 'data'));
    expect(code).toBe(0);
    expect(said).toContain(`runs already for example.com/acme/web (process ${first.pid})`);
    const link = /VS Code\s+(\S+)/.exec(said)?.[1] ?? '';
    expect(await enter(link)).toMatchObject({ person: { id: 'owner' } });
  });

  it('keeps what it had over a restart', async () => {
    const { link } = await start();
    const before = (await enter(link))['rooms'];
    await bridge?.stop('SIGKILL');
    const again = await start();
    const [was, is] = [before, (await enter(again.link))['rooms']] as { epoch: string }[][];
    expect(is?.[0]?.epoch).toBe(was?.[0]?.epoch);
  });

  it('invites somebody by name, while it runs', async () => {
    const place = ['--repo', repository.folder, '--data', join(sandbox.root, 'data')];
    expect(await fails('invite', 'Bo', ...place)).toMatchObject({
      code: 1,
      said: expect.stringContaining('No bridge runs'),
    });
    await start();
    const { said } = await fails('invite', 'Bo', ...place);
    expect(await enter(/(http\S+)/.exec(said)?.[1] ?? '')).toMatchObject({ person: { id: 'bo', name: 'Bo' } });
    expect((await fails('invite', 'José Öz', ...place)).said).toContain('Rules in shiproom.yaml name them jose-oz.');
    expect((await fails('invite', '李', ...place)).said).toBe(
      'shiproom: A name needs a letter from a to z, or a digit.\n',
    );
    expect((await fails('invite', '', ...place)).said).toBe('shiproom: A name has 1 to 80 characters.\n');
  });
});

describe('shiproom start says in one line what is wrong', () => {
  const oneLine = (said: string) => expect(said.trim().split('\n')).toHaveLength(1);

  it('where there is no such verb, with the one that is nearly called so', async () => {
    const { code, said } = await fails('doctr');
    expect(code).toBe(1);
    expect(said).toContain('doctor');
    expect(said).not.toContain('arguments');
  });

  it('where the folder is no repository', async () => {
    const { code, said } = await fails('start', '--repo', sandbox.home, '--port', '0');
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('is no git repository') });
    oneLine(said);
  });

  it('where the port is taken by something else', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, said } = await fails('start', '--repo', repository.folder, '--port', String(port));
    server.close();
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining(`Port ${port} is taken`) });
    oneLine(said);
  });

  it('where the data folder cannot be written', async () => {
    writeFileSync(join(sandbox.root, 'file'), '');
    const { code, said } = await fails(
      'start',
      '--repo',
      repository.folder,
      '--port',
      '0',
      '--data',
      join(sandbox.root, 'file', 'data'),
    );
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('cannot be made (ENOTDIR)') });
    oneLine(said);
  });

  it('where shiproom.yaml is broken, with line and column', async () => {
    writeFileSync(join(sandbox.root, 'shiproom.yaml'), 'ci:\n  tset: npm test\n');
    const { code, said } = await fails(
      'start',
      '--repo',
      repository.folder,
      '--port',
      '0',
      '--config',
      'shiproom.yaml',
    );
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('shiproom.yaml:2:9: “ci.tset”') });
    oneLine(said);
  });

  it.each([['http://ship.example.com'], ['https://ship.example.com/path'], ['nonsense']])(
    'where the public URL is %s',
    async (url) => {
      const { code, said } = await fails('start', '--repo', repository.folder, '--port', '0', '--public-url', url);
      expect({ code, said }).toMatchObject({
        code: 1,
        said: expect.stringContaining('--public-url has to be the https origin'),
      });
      oneLine(said);
    },
  );
});
