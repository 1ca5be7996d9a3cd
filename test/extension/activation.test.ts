import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mintCode } from '../../bridge/app/open-session.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { commandId, commands } from '../../extension/contributions.ts';
import { activate } from '../../extension/extension.ts';
import type { Presence } from '../../protocol/model/presence.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { key, person, repository as repositoryId } from '../support/samples.ts';
import { gitExtension, type OpenRepository, openRepository } from './git-double.ts';
import { memoryKeep, memorySecrets } from './secrets.ts';
import { editor, reset, type Shown, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let home = '';
let server: BridgeServer;
let repository: Repository;
let open: OpenRepository;
let context: ReturnType<typeof newContext>;

const newContext = () => ({
  subscriptions: [] as { dispose(): void }[],
  extensionUri: stub.Uri.file('/extension'),
  storageUri: stub.Uri.file(join(home, 'storage')),
  globalStorageUri: stub.Uri.file(join(home, 'global')),
  secrets: memorySecrets(),
  workspaceState: memoryKeep(),
});
const begin = () => activate(context as never);
const end = () => context.subscriptions.splice(0).forEach((each) => each.dispose());
const run = async (name: keyof typeof commands, argument?: unknown) => editor.commands.get(commandId(name))?.(argument);
const rows = () => (editor.tree?.provider.getChildren() ?? []) as { id: string; description?: string }[];
const describeRow = (id: string) => rows().find((each) => each.id === id)?.description;
const said = () => editor.shown.filter(({ kind }) => kind !== 'pick' && kind !== 'input').map(({ text }) => text);
const card = async () => (await server.world.store.get('card', cardId(key('main'))))?.value;
const here = (): readonly Presence[] => server.world.roster.people(server.world.home);
const pressing = (answers: Readonly<Record<string, string>>) => (shown: Shown) => answers[shown.text];
const online = () => expect.poll(() => editor.keys['shiproom.state']).toBe('online');

/** A bridge on this machine, as `npm start` writes it down. */
async function writeDown(): Promise<void> {
  const path = join(home, 'state', 'shiproom', 'bridges', 'a.json');
  await mkdir(dirname(path), { recursive: true });
  const bridge = { url: server.url, repository: repositoryId, token: await server.token('Owner'), pid: process.pid };
  await writeFile(path, JSON.stringify(bridge), { mode: 0o600 });
}

beforeEach(async () => {
  reset();
  home = await mkdtemp(join(tmpdir(), 'shiproom-window-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  server = await startServer();
  repository = await makeRepository();
  await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
  open = await openRepository(repository);
  gitExtension(open);
  context = newContext();
});
afterEach(async () => {
  end();
  await server.close();
  await repository.remove();
  await rm(home, { recursive: true });
  vi.unstubAllEnvs();
});

describe('the extension', () => {
  it('registers each command that the manifest promises, and no other', () => {
    begin();
    const promised = Object.keys(commands).map((name) => commandId(name as keyof typeof commands));
    expect([...editor.commands.keys()].toSorted()).toEqual(promised.toSorted());
  });

  it('returns at once, and leaves nothing behind, however often it begins and ends', async () => {
    await writeDown();
    for (let turn = 0; turn < 3; turn += 1) {
      const before = performance.now();
      begin();
      expect(performance.now() - before).toBeLessThan(50);
      await online();
      expect(editor.live.size).toBeGreaterThan(20);
      end();
      expect([...editor.live]).toEqual([]);
      await expect.poll(() => here()).toEqual([]);
      editor.keys = {};
    }
  });

  it('does nothing where there is no bridge to connect to', async () => {
    begin();
    await expect.poll(() => editor.keys['shiproom.state']).toBe('unpaired');
    expect([editor.shown, rows(), editor.item?.text]).toEqual([[], [], '$(debug-disconnect) Shiproom · not connected']);
  });

  it('finds a bridge that was started while the window was elsewhere', async () => {
    begin();
    await expect.poll(() => editor.keys['shiproom.state']).toBe('unpaired');
    await writeDown();
    editor.fires.focus.fire({ focused: true });
    await online();
  });

  it('[T1] takes no bridge from a workspace: nothing reaches the address that its settings name', async () => {
    const reached: unknown[] = [];
    const evil = createServer((socket) => {
      reached.push(socket.remotePort);
      socket.destroy();
    });
    await new Promise<void>((resolve) => void evil.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
    editor.settings = {
      'shiproom.bridge.url': { workspaceValue: address, workspaceFolderValue: address },
      'shiproom.share.privateBranches': { globalValue: ['main'], workspaceValue: [], workspaceFolderValue: [] },
      'shiproom.notifications.runEnded': { workspaceValue: false },
    };
    // Even a token for that very origin stays where it is.
    await context.secrets.store(`token ${address}`, 'secret');
    await writeDown();
    begin();
    await online();
    await run('shareStatus');
    expect(said()).toEqual([expect.stringContaining('This branch is private')]);
    expect(reached).toEqual([]);
    await new Promise((resolve) => evil.close(resolve));
  });

  it('[T1] goes to the user’s own address, and to none that is no address', async () => {
    editor.settings = { 'shiproom.bridge.url': { globalValue: server.url } };
    await context.secrets.store(`token ${server.url}`, await server.token('Ana'));
    begin();
    await online();
    editor.settings = { 'shiproom.bridge.url': { globalValue: 'http://evil.example' } };
    editor.fires.settings.fire({ affectsConfiguration: () => true });
    expect(said()).toEqual([expect.stringMatching(/^shiproom.bridge.url: http is for a bridge on this machine only/)]);
  });

  it('[T12] looks at no repository and connects to nothing before the workspace is trusted', async () => {
    const asked = vi.spyOn(stub.extensions, 'getExtension');
    editor.trusted = false;
    await writeDown();
    begin();
    for (const name of ['connect', 'shareStatus', 'runCi', 'runLine', 'retry'] as const) await run(name);
    expect(new Set(said())).toEqual(new Set(['This workspace is not trusted, so nothing is sent from it.']));
    editor.fires.focus.fire({ focused: true });
    await expect.poll(() => editor.keys['shiproom.state']).toBe('untrusted');
    expect(asked).not.toHaveBeenCalled();
    expect(here()).toEqual([]);
    editor.trusted = true;
    editor.fires.trust.fire();
    await online();
    asked.mockRestore();
  });
});

describe('a developer', () => {
  it('shares a branch once the exact message was seen, and it is followed until it is paused', async () => {
    await writeDown();
    begin();
    await online();
    expect(here()).toEqual([{ person: person('Owner'), devices: 1 }]);
    await run('shareStatus');
    expect(await card()).toBeUndefined();
    const [asked] = editor.shown;
    const head = await repository.commitOf('HEAD');
    expect(asked).toMatchObject({ text: 'Share this branch with Web?', modal: true, choices: ['Share'] });
    expect(asked?.detail).toContain(
      `Repository: example.com/acme/web\nBranch: main\nCommit: ${head}\nChanged files: 0 staged`,
    );
    expect(asked?.detail).toContain(server.url);

    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(async () => (await card())?.work[0]?.head).toBe(head);
    await expect.poll(() => describeRow('sharing')).toBe('on');
    await expect.poll(() => here()[0]?.on?.branch).toBe('main');

    const next = await repository.commit('More', { 'a.txt': 'a' });
    await repository.write({ 'b.txt': 'b' });
    await open.moved();
    await expect.poll(async () => (await card())?.work[0]).toMatchObject({ head: next, changes: { untracked: 1 } });
    editor.fires.task.fire({
      exitCode: 1,
      execution: { task: { name: 'npm: test', group: { id: 'test' }, scope: 2 } },
    });
    await expect
      .poll(async () => (await card())?.work[0]?.tests)
      .toMatchObject({ outcome: 'failed', commit: next, dirty: true });
    expect(describeRow('local-tests')).toMatch(/^failed at /);

    await run('pauseSharing');
    await expect.poll(() => here()[0]?.on).toBeUndefined();
    expect(editor.item?.text).toBe('$(debug-pause) main · paused');
    await repository.commit('Secret');
    await open.moved();
    await run('shareStatus');
    expect(said().at(-1)).toBe('Sharing is paused.');
    await run('resumeSharing');
    await expect.poll(() => here()[0]?.on?.branch).toBe('main');
    await repository.git('switch', '--quiet', '--detach');
    await open.moved();
    await expect.poll(() => here()[0]?.on).toBeUndefined();
    await run('shareStatus');
    expect(said().at(-1)).toBe('HEAD is detached, so there is no branch.');
  });

  it('shares nothing where Share was not pressed, and what was agreed to holds for the next window', async () => {
    await writeDown();
    begin();
    await online();
    editor.answer = pressing({ 'Share this branch with Web?': 'Cancel' });
    await run('shareStatus');
    await repository.commit('More');
    await open.moved();
    expect(await card()).toBeUndefined();
    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(async () => (await card())?.work.length).toBe(1);
    end();
    editor.keys = {};
    gitExtension(open);
    const head = await repository.commit('In between');
    await open.moved();
    begin();
    await expect.poll(async () => (await card())?.work[0]?.head).toBe(head);
  });

  it('runs CI on this branch, watches it, reads its log, and hears of its end once', async () => {
    await writeDown();
    const commit = await repository.commitOf('HEAD');
    const { ci, forge } = server.world.script;
    forge.names.set('main', { commit, branch: key('main').branch });
    begin();
    await online();
    editor.answer = pressing({ 'Run CI': '$(git-branch) This Branch' });
    await run('runCi');
    const [order] = ci.orders;
    expect(order).toMatchObject({ commit, branch: 'main' });
    expect(said()).toEqual([expect.stringMatching(/^CI run .* is queued for main/)]);
    await expect.poll(() => describeRow('ci')).toBe('queued');
    const id = order?.run as NonNullable<typeof order>['run'];
    const report = { run: id, attempt: 1, failures: [], lines: [] };
    await ci.report({ ...report, revision: 1, state: 'running', startedAt: 5 });
    await expect.poll(() => editor.keys['shiproom.running']).toBe(true);
    await run('cancelRun', { run: id });
    expect(ci.cancelled).toEqual([id]);

    ci.writeLog({ text: 'first line\n', next: 11, ended: false });
    await run('openLog', { run: id });
    const logs = editor.documents.get('shiproom-log');
    const uri = stub.Uri.from({ scheme: 'shiproom-log', path: `/CI ${id}.log`, query: id });
    const text = () => logs?.provideTextDocumentContent(uri as never, undefined as never);
    await expect.poll(text).toBe('first line\n');
    expect(editor.opened).toEqual([uri.toString()]);

    const counts = { passed: 2, failed: 1, skipped: 0 };
    const failures = [{ name: 'logs in', file: 'a.test.ts', line: 3 }];
    await ci.report({ ...report, revision: 2, state: 'failed', endedAt: 9, counts, failures });
    await expect.poll(said).toContain('tests on main failed: 1 failed, 2 passed.');
    expect(describeRow('ci')).toBe('failed: 1 failed, 2 passed');
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: ['Open CI Log', 'Mute'] });
    await ci.report({ ...report, revision: 3, state: 'failed', endedAt: 9, counts, failures });
    expect(said().filter((each) => each.startsWith('tests on main'))).toHaveLength(1);
  });

  it('mutes what a run’s end would say', async () => {
    await writeDown();
    const commit = await repository.commitOf('HEAD');
    const { ci, forge } = server.world.script;
    forge.names.set('main', { commit, branch: key('main').branch });
    begin();
    await online();
    editor.answer = ({ text }) =>
      text === 'Run CI' ? '$(git-branch) This Branch' : text.startsWith('tests on') ? 'Mute' : undefined;
    for (const count of [1, 2]) {
      await run('runCi', { context: 'ci' });
      const order = ci.orders[count - 1];
      if (order)
        await ci.report({
          run: order.run,
          attempt: 1,
          revision: 1,
          state: 'passed',
          endedAt: 9,
          failures: [],
          lines: [],
        });
      await expect.poll(() => describeRow('ci')).toBe('passed');
    }
    expect(said().filter((each) => each.startsWith('tests on'))).toEqual(['tests on main passed.']);
    expect(editor.settings['shiproom.notifications.runEnded']).toEqual({ globalValue: false });
  });

  it('connects by a pasted link, runs a line of the bot, opens the room, and disconnects for good', async () => {
    begin();
    await expect.poll(() => editor.keys['shiproom.state']).toBe('unpaired');
    await run('runLine');
    expect(said()).toEqual(['Shiproom is not connected to a bridge.']);
    const link = `${server.url}/#code=${await mintCode(server.world, person('Ana').id)}`;
    editor.answer = pressing({ 'Connect to Bridge': link, 'Run Bot Command': 'who' });
    await run('connect');
    expect(said().at(-1)).toBe('Connected to Web. Nothing of your branch is shared yet.');
    await run('runLine');
    expect(said().at(-1)).toMatch(/Ana/);
    await run('openRoom');
    expect(editor.opened.at(-1)).toBe(`${server.url}/`);
    const logged = editor.logged.join('\n');
    expect(logged).not.toContain(link.slice(-16));
    for (const token of context.secrets.kept.values()) expect(logged).not.toContain(token);

    editor.answer = ({ text }) => (text.startsWith('Disconnected') ? 'Forget Token' : undefined);
    await run('disconnect');
    await expect.poll(() => [...context.secrets.kept]).toEqual([]);
    await writeDown();
    editor.fires.focus.fire({ focused: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(editor.keys['shiproom.state']).toBe('unpaired');
    await run('disconnect');
    expect(said().at(-1)).toBe('Shiproom is not connected.');
  });

  it('is told once, and in words, why a link does not connect', async () => {
    begin();
    await expect.poll(() => editor.keys['shiproom.state']).toBe('unpaired');
    editor.answer = pressing({ 'Connect to Bridge': `${server.url}/#code=0123456789abcdef` });
    await run('connect');
    expect(editor.shown.at(-1)).toMatchObject({
      kind: 'error',
      text: expect.stringMatching(/^Connect to Bridge: http.*used already/),
    });
    editor.answer = pressing({ 'Connect to Bridge': server.url });
    await run('connect');
    expect(said().at(-1)).toMatch(/is not paired yet. Ask for a new link.$/);
  });
});
