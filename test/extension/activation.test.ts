import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { commandId, commands } from '../../extension/contributions.ts';
import { eachWithWindow, peopleOf, rows, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';
import { resolveFeed } from './webview.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();

/** Begins with a bridge that the user has named, and ends just when its token has been asked for; it comes by the answer. */
async function endWhileAsked(url: string): Promise<PromiseWithResolvers<string | undefined>> {
  const [asked, token] = [Promise.withResolvers<void>(), Promise.withResolvers<string | undefined>()];
  editor.settings = { 'shiproom.bridge.url': { globalValue: url } };
  vi.spyOn(window().secrets, 'get').mockImplementation(() => {
    asked.resolve();
    return token.promise;
  });
  window().begin();
  await asked.promise;
  window().end();
  return token;
}

describe('the extension', () => {
  it('registers each command that the manifest promises, and no other', () => {
    window().begin();
    const promised = Object.keys(commands).map((name) => commandId(name as keyof typeof commands));
    expect([...editor.commands.keys()].toSorted()).toEqual(promised.toSorted());
  });

  it('returns at once, and leaves nothing behind, however often it begins and ends', async () => {
    await window().writeDown();
    for (let turn = 0; turn < 3; turn += 1) {
      const before = performance.now();
      window().begin();
      expect(performance.now() - before).toBeLessThan(250);
      await state('online');
      expect(editor.live.size).toBeGreaterThan(20);
      const { view, resolved } = resolveFeed();
      await resolved;
      expect(view.webview.html).not.toBe('');
      window().end();
      await resolveFeed().resolved;
      expect([...editor.live]).toEqual([]);
      await expect.poll(() => peopleOf(window())).toEqual([]);
      editor.keys = {};
    }
  });

  it('keeps to itself what fails after its end', async () => {
    const unhandled: unknown[] = [];
    const hear = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', hear);
    const token = await endWhileAsked('http://127.0.0.1:9');
    token.reject(new Error('The keyring is locked.'));
    await setImmediate();
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
  });

  it('connects to nothing after its end', async () => {
    let reached = 0;
    const server = createServer((socket) => {
      reached += 1;
      socket.on('error', () => undefined).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const token = await endWhileAsked(`http://127.0.0.1:${port}`);
    token.resolve('secret');
    await setImmediate();
    // Whoever had called before this one has been let in before it, too.
    await once(connect(port, '127.0.0.1').resume(), 'close');
    expect(reached).toBe(1);
    await new Promise((resolve) => server.close(resolve));
  });

  it('does nothing where there is no bridge to connect to', async () => {
    window().begin();
    await state('unpaired');
    expect([editor.shown, rows(), editor.item?.text]).toEqual([[], [], '$(debug-disconnect) Shiproom · not connected']);
  });

  it('finds a bridge that was started while the window was elsewhere', async () => {
    window().begin();
    await state('unpaired');
    await window().writeDown();
    editor.fires.focus.fire({ focused: true });
    await state('online');
    expect(peopleOf(window())).toHaveLength(1);
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
    await window().secrets.store(`token ${address}`, 'secret');
    await window().writeDown();
    window().begin();
    await state('online');
    await run('shareStatus');
    expect(said()).toEqual([expect.stringContaining('This branch is private')]);
    expect(reached).toEqual([]);
    await new Promise((resolve) => evil.close(resolve));
  });

  it('[T1] goes to the user’s own address, and to none that is no address', async () => {
    editor.settings = { 'shiproom.bridge.url': { globalValue: window().server.url } };
    await window().secrets.store(`token ${window().server.url}`, await window().server.token('Ana'));
    window().begin();
    await state('online');
    editor.settings = { 'shiproom.bridge.url': { globalValue: 'http://evil.example' } };
    editor.fires.settings.fire({ affectsConfiguration: () => true });
    expect(said()).toEqual([expect.stringMatching(/^shiproom.bridge.url: http is for a bridge on this machine only/)]);
  });

  it('[T12] looks at no repository and connects to nothing before the workspace is trusted', async () => {
    const asked = vi.spyOn(stub.extensions, 'getExtension');
    editor.trusted = false;
    await window().writeDown();
    window().begin();
    for (const name of ['connect', 'shareStatus', 'runCi', 'runLine', 'retry'] as const) await run(name);
    expect(new Set(said())).toEqual(new Set(['This workspace is not trusted, so nothing is sent from it.']));
    editor.fires.focus.fire({ focused: true });
    await state('untrusted');
    expect(asked).not.toHaveBeenCalled();
    expect(peopleOf(window())).toEqual([]);
    editor.trusted = true;
    editor.fires.trust.fire();
    await state('online');
    asked.mockRestore();
  });
});
