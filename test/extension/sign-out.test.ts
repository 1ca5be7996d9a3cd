import { describe, expect, it, vi } from 'vitest';
import { signOut } from '../../bridge/app/people/devices.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { person } from '../support/samples.ts';
import { eachWithWindow, pressing, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
const tokens = () => [...window().secrets.kept];

/** Ana's window, connected by a link. */
async function paired(): Promise<void> {
  const { server, begin } = window();
  begin();
  await state('unpaired');
  const code = await mintCode(server.world, person('Ana').id);
  editor.answer = pressing({ 'Connect to Bridge': `${server.url}/#code=${code}` });
  await run('connect');
  await state('online');
  await expect.poll(tokens).toHaveLength(1);
}

const asking = (answer: string | undefined) => {
  editor.answer = ({ text }) => (text.startsWith('Sign out of') ? answer : undefined);
};
const devices = async () =>
  (await window().server.world.store.list('token')).filter(
    ({ value }) => value.device !== undefined && value.revokedAt === undefined,
  );

describe('Sign Out…', () => {
  it('asks where, and does nothing where nobody answers', async () => {
    await paired();
    asking(undefined);
    await run('signOut');
    expect(editor.shown.at(-1)).toMatchObject({ modal: true, choices: ['Only Here', 'Everywhere'] });
    expect(editor.keys['shiproom.state']).toBe('online');
    expect(await devices()).toHaveLength(1);
  });

  it('ends this device’s token at the bridge and here, and leaves the window alone', async () => {
    await paired();
    asking('Only Here');
    await run('signOut');
    expect(tokens()).toEqual([]);
    expect(await devices()).toEqual([]);
    expect(said().at(-1)).toMatch(/^Disconnected from .*, which lets this device in no more\./);
    expect(editor.keys['shiproom.state']).toBe('unpaired');
  });

  it('ends all of its user’s devices', async () => {
    await paired();
    asking('Everywhere');
    await run('signOut');
    expect(tokens()).toEqual([]);
    expect(await devices()).toEqual([]);
    expect(said().at(-1)).toMatch(/^Signed out of .* on 1 device\. Connect again with a new link\.$/);
  });

  it('says that nobody was signed out where the bridge is away, and keeps the token to try again', async () => {
    await paired();
    await window().server.close();
    await state('offline');
    asking('Everywhere');
    await run('signOut');
    expect(said().at(-1)).toMatch(/^Sign Out: Nobody was signed out\. Not connected to the bridge/);
    expect(tokens()).toHaveLength(1);
  });
});

describe('Disconnect', () => {
  it('says where the bridge could not be told, and offers to forget the token', async () => {
    await paired();
    await window().server.close();
    await state('offline');
    editor.answer = ({ text }) => (text.startsWith('Disconnected') ? 'Forget Token' : undefined);
    await run('disconnect');
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: ['Forget Token'] });
    expect(said().at(-1)).toMatch(/could not be told, and still knows this device/);
    await expect.poll(tokens).toEqual([]);
  });

  it('leaves alone the token that a bridge on this machine keeps for all windows', async () => {
    await window().writeDown();
    window().begin();
    await state('online');
    await run('disconnect');
    expect(said().at(-1)).toBe(`Disconnected from ${window().server.url}.`);
    const all = await window().server.world.store.list('token');
    expect(all.filter(({ value }) => value.revokedAt !== undefined)).toEqual([]);
  });
});

describe('being signed out from elsewhere', () => {
  it('[T1] deletes the token, says so with the way back, and tries nothing any more', async () => {
    await paired();
    await signOut(window().server.world, person('Ana').id, {});
    await state('unpaired');
    expect(editor.tree?.message).toBe('You were signed out. Connect again with a new link.');
    expect(editor.item?.tooltip).toContain('You were signed out.');
    await expect.poll(tokens).toEqual([]);
    editor.fires.focus.fire({ focused: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(editor.keys['shiproom.state']).toBe('unpaired');
    await run('runLine');
    expect(editor.shown.at(-1)).toMatchObject({
      text: 'You were signed out. Connect again with a new link.',
      choices: ['Connect to Bridge…'],
    });
  });
});
