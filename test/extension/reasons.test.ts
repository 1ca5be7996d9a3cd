import { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { person } from '../support/samples.ts';
import { eachWithWindow, peopleOf, run, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
afterEach(() => vi.restoreAllMocks());

/** Lets all that was begun come to its end. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.dynamicImportSettled();
  }
};
const isOpen = (): boolean =>
  editor.item !== undefined && [...editor.live].some((each) => each.startsWith('tree view'));

describe('a window without a reason', () => {
  it('is not opened: no git is asked for, no socket opened, no timer started, whatever else happens in the editor', async () => {
    const git = vi.spyOn(stub.extensions, 'getExtension');
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const sockets = vi.spyOn(Socket.prototype, 'connect');
    window().activate();
    await settle();
    editor.fires.focus.fire({ focused: true });
    editor.fires.editor.fire(undefined);
    editor.fires.settings.fire({ affectsConfiguration: () => true });
    await settle();
    expect([isOpen(), git.mock.calls, timers.mock.calls, sockets.mock.calls]).toEqual([false, [], [], []]);
    expect([editor.shown, editor.keys]).toEqual([[], {}]);
    window().end();
    expect([...editor.live]).toEqual([]);
  });

  it('is not opened by what a bridge that is gone has left behind', async () => {
    await window().writeDown();
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw new Error('No such process.');
    });
    window().activate();
    await settle();
    expect(isOpen()).toBe(false);
  });
});

describe('a reason to open the window', () => {
  it('is a pairing of this machine', async () => {
    await window().secrets.store(`token ${window().server.url}`, await window().server.token('Ana'));
    window().activate();
    await state('unpaired');
    expect(isOpen()).toBe(true);
  });

  it('is a bridge that runs on this machine, now or later', async () => {
    window().activate();
    await settle();
    expect(isOpen()).toBe(false);
    await window().writeDown();
    editor.fires.focus.fire({ focused: true });
    await state('online');
    expect(peopleOf(window())).toHaveLength(1);
  });

  it.each(['shiproom.now', 'shiproom.team'])('is that the view %s is looked at', async (view) => {
    window().activate();
    expect([...editor.standIns.keys()]).toEqual(['shiproom.now', 'shiproom.team']);
    editor.standIns.get(view)?.getChildren();
    await state('unpaired');
    expect([...editor.standIns.keys()]).toEqual([]);
  });

  it('is that the view Feed is looked at, which then is filled', async () => {
    window().activate();
    const webview = {
      html: '',
      options: {},
      cspSource: 'x',
      asWebviewUri: String,
      onDidReceiveMessage: () => ({ dispose() {} }),
      postMessage: async () => true,
    };
    const none = () => ({ dispose() {} });
    const view = { webview, visible: true, onDidChangeVisibility: none, onDidDispose: none };
    await editor.feed?.resolveWebviewView(view as never, {} as never, {} as never);
    expect(webview.html).toContain('panel.js');
  });

  it('is a command, which then runs', async () => {
    window().activate();
    editor.answer = ({ kind }) => (kind === 'input' ? undefined : 'x');
    await run('connect');
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'input', text: 'Connect to Bridge' });
    expect(isOpen()).toBe(true);
  });

  it('is a join link that its user has agreed to', async () => {
    const { server } = window();
    const code = await mintCode(server.world, person('Ana').id);
    const link = stub.Uri.parse(
      `vscode://shiproom.shiproom/join?bridge=${encodeURIComponent(server.url)}&code=${code}`,
    );
    window().activate();
    await editor.uriHandler?.handleUri(link as never);
    expect(isOpen()).toBe(false);
    editor.answer = ({ text }) => (text === `Connect to ${server.url}?` ? 'Connect' : undefined);
    await editor.uriHandler?.handleUri(link as never);
    await state('online');
    expect(peopleOf(window())[0]?.person).toEqual(person('Ana'));
  });

  it('is that somebody signs in by the accounts of the editor', async () => {
    const { server } = window();
    const code = await mintCode(server.world, person('Ana').id);
    window().activate();
    editor.answer = ({ kind }) => (kind === 'input' ? `${server.url}/#code=${code}` : undefined);
    const session = await editor.accounts?.createSession([], {});
    const host = server.url.replace('http://', '');
    expect(session).toEqual({
      id: server.url,
      accessToken: '',
      account: { id: server.url, label: expect.stringContaining(host) },
      scopes: [],
    });
    await state('online');
  });

  it('opens one window, however many there are at once', async () => {
    await window().writeDown();
    window().activate();
    editor.standIns.get('shiproom.now')?.getChildren();
    editor.standIns.get('shiproom.team')?.getChildren();
    await Promise.all([run('retry'), run('retry')]);
    await state('online');
    expect([...editor.live].filter((each) => each.startsWith('status bar item'))).toHaveLength(1);
  });

  it('comes too late for a window that is being closed', async () => {
    window().activate();
    editor.standIns.get('shiproom.now')?.getChildren();
    window().end();
    await settle();
    expect([...editor.live]).toEqual([]);
  });
});
