import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { sha256 } from '../../bridge/app/outcome.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { person } from '../support/samples.ts';
import { eachWithWindow, peopleOf, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
type Change = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** What the accounts menu has heard: ids that came, went, or are called otherwise now. */
function hear(): string[] {
  const heard: string[] = [];
  editor.accounts?.onDidChangeSessions((event: Change) => {
    for (const [kind, all] of Object.entries(event))
      for (const { account } of all as vscode.AuthenticationSession[]) heard.push(`${kind} ${account.label}`);
  });
  return heard;
}
const sessions = async () => editor.accounts?.getSessions(undefined, {});
const host = () => window().server.url.replace('http://', '');

async function pair(name = 'Ana'): Promise<string> {
  const { server } = window();
  const code = await mintCode(server.world, person(name).id);
  editor.answer = ({ kind }) => (kind === 'input' ? `${server.url}/#code=${code}` : undefined);
  await run('connect');
  await state('online');
  await expect.poll(() => window().secrets.kept.size).toBe(1);
  const [token = ''] = window().secrets.kept.values();
  return token;
}

describe('the accounts of the editor', () => {
  it('hold one for each paired bridge, by the person’s name there, and come and go as it does', async () => {
    window().activate();
    const heard = hear();
    expect(await sessions()).toEqual([]);
    await pair();
    await expect.poll(() => heard).toEqual([`added Ana at ${host()}`]);
    expect(await sessions()).toMatchObject([{ id: window().server.url, account: { label: `Ana at ${host()}` } }]);
    await run('disconnect');
    await expect.poll(() => heard.at(-1)).toBe(`removed Ana at ${host()}`);
    expect(await sessions()).toEqual([]);
  });

  it('[T1] give nobody a token: not by a session, nor by a scope', async () => {
    window().activate();
    const token = await pair();
    const all = await sessions();
    expect(JSON.stringify(all)).not.toContain(token);
    expect(all?.map(({ accessToken }) => accessToken)).toEqual(['']);
    expect(await editor.accounts?.getSessions(['admin'], {})).toEqual([]);
  });

  it('sign out of the bridge that this window is connected to, which forgets this device', async () => {
    window().activate();
    const token = await pair();
    await editor.accounts?.removeSession(window().server.url);
    const { world } = window().server;
    expect((await world.store.get('token', sha256(token)))?.value.revokedAt).toEqual(expect.any(Number));
    expect([window().secrets.kept.size, peopleOf(window())]).toEqual([0, []]);
    await state('unpaired');
  });

  it('sign out of a bridge to which no window is connected', async () => {
    window().activate();
    const token = await pair();
    window().end();
    window().activate();
    editor.trusted = false;
    await editor.accounts?.removeSession(window().server.url);
    const { world } = window().server;
    expect((await world.store.get('token', sha256(token)))?.value.revokedAt).toEqual(expect.any(Number));
    expect(window().secrets.kept.size).toBe(0);
  });

  it('forget a bridge that cannot be told, and say so', async () => {
    const { server, secrets } = window();
    await secrets.store(`token ${server.url}`, 'a-token-of-old');
    await server.close();
    window().activate();
    await editor.accounts?.removeSession(server.url);
    expect(secrets.kept.size).toBe(0);
    expect(said().at(-1)).toMatch(/on this machine alone. It could not be told/);
  });

  it('say that nothing was paired where the user has closed the question', async () => {
    window().activate();
    await expect(editor.accounts?.createSession([], {})).rejects.toThrow(/No bridge was paired anew/);
  });
});
