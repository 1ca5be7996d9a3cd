import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { sha256 } from '../../bridge/app/outcome.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { createAccounts } from '../../extension/accounts.ts';
import { person } from '../support/samples.ts';
import { eachWithWindow, peopleOf, run, said, state } from './live-window.ts';
import { memoryKeep, memorySecrets } from './secrets.ts';
import { editor } from './vscode-editor.ts';
import { settled } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
type Change = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** What the accounts menu has heard: ids that came, went, or are called otherwise now. */
function hear(accounts = editor.accounts): string[] {
  const heard: string[] = [];
  accounts?.onDidChangeSessions((event: Change) => {
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

describe('a change of the accounts', () => {
  const make = (secrets = memorySecrets()) => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => void failures.push(error);
    const none = async () => undefined;
    const names = memoryKeep() as never;
    const accounts = createAccounts({ secrets, names, connect: none, signOut: none, failed });
    return { secrets, accounts, heard: hear(accounts), failures };
  };

  it('is told though somebody asked before the editor knew of it', async () => {
    const { secrets, accounts, heard } = make();
    secrets.kept.set('token https://one.example', 'x');
    expect(await accounts.getSessions(undefined, {})).toHaveLength(1);
    await secrets.store('token https://one.example', 'x');
    await settled();
    expect(heard).toEqual(['added one.example']);
  });

  it('is told once where several come at once', async () => {
    const { secrets, heard } = make();
    await Promise.all([
      secrets.store('token https://one.example', 'x'),
      secrets.store('token https://two.example', 'x'),
    ]);
    await settled();
    expect(heard).toEqual(['added one.example', 'added two.example']);
  });

  it('is not undone by a look that began before it, nor held up by one that failed', async () => {
    const secrets = memorySecrets();
    const answer = Promise.withResolvers<string[]>();
    const keys = vi.fn<typeof secrets.keys>(secrets.keys);
    keys.mockReturnValueOnce(answer.promise).mockRejectedValueOnce(new Error('no keychain'));
    const slow = { ...secrets, keys };
    const { accounts, heard, failures } = make(slow);
    const first = accounts.getSessions(undefined, {});
    await secrets.store('token https://one.example', 'x');
    await settled();
    await secrets.store('token https://two.example', 'x');
    await settled();
    answer.resolve([]);
    expect(await first).toEqual([]);
    await settled();
    expect([heard, failures]).toEqual([['added one.example', 'added two.example'], [new Error('no keychain')]]);
    await secrets.delete('token https://two.example');
    await settled();
    expect(heard.slice(2)).toEqual(['removed two.example']);
  });
});
