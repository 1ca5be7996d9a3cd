import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createEar } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../bridge/app/outcome.ts';
import { signOut } from '../../bridge/app/people/devices.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { DeviceId } from '../../protocol/model/ids.ts';
import { selfSigned } from '../support/certificate.ts';
import { person } from '../support/samples.ts';
import { eachWithWindow, peopleOf, run, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
const list = (): readonly string[] =>
  editor.shown.filter(({ text }) => text === 'Shiproom Doctor').at(-1)?.choices ?? [];
/** Which row is chosen when the list comes. */
const chosen = (): string => /\[(.*)\]$/.exec(editor.steps.at(-1) ?? '')?.[1] ?? '';

const well: RequestListener = (_, response) =>
  response.setHeader('content-type', 'application/json').end('{"ok":true,"bridge":"a","version":"1.2.3"}');

describe('Doctor', () => {
  it('finds a window that is connected in order, without disturbing it or being seen', async () => {
    await window().writeDown();
    window().begin();
    await state('online');
    const before = peopleOf(window());
    editor.answer = ({ text }) => (text === 'Shiproom Doctor' ? '$(copy) Copy Report' : undefined);
    await run('doctor');
    expect(list().slice(0, 9)).toEqual(
      ['Trust', 'Git', 'Repository', 'Pairing', 'Network', 'Certificate', 'Bridge', 'Connection', 'Clock'].map(
        (name) => `$(pass) ${name}`,
      ),
    );
    expect([peopleOf(window()), editor.keys['shiproom.state']]).toEqual([before, 'online']);
    expect(editor.clipboard).toContain('- Bridge (in order): The bridge is well, in version 0.0.0.');
    expect(editor.clipboard).not.toMatch(/main|acme/);
  });

  it('chooses the hop that fails, and does what mends it', async () => {
    await window().writeDown();
    window().begin();
    await state('online');
    editor.extension = undefined;
    editor.trusted = false;
    editor.answer = ({ text }) => (text === 'Shiproom Doctor' ? '$(error) Trust' : undefined);
    await run('doctor');
    expect(chosen()).toBe('$(error) Trust');
    expect(editor.executed).toContainEqual(['workbench.trust.manage']);
  });

  it('tells a token that was revoked', async () => {
    const { server, secrets } = window();
    const code = await mintCode(server.world, person('Ana').id);
    const device = { id: DeviceId.parse('device-other'), name: 'a test' };
    const opened = await openSession(server.world, { code }, device);
    const token = (opened.ok && opened.value.token) || '';
    await secrets.store(`token ${server.url}`, token);
    editor.settings = { 'shiproom.bridge.url': { globalValue: server.url } };
    await signOut(server.world, person('Ana').id, { token: sha256(token) });
    window().begin();
    await state('unpaired');
    await secrets.store(`token ${server.url}`, token);
    await run('doctor');
    expect(chosen()).toBe('$(error) Connection');
  });

  it.each([
    [
      'the certificate',
      createTlsServer(selfSigned()),
      'https://localhost',
      'Certificate (fails): Certificate not trusted',
    ],
    [
      'that the link is not taken',
      createServer(well),
      'http://127.0.0.1',
      'Connection (fails): The bridge answers, and',
    ],
  ])('names %s after a join link that came to nothing, and does not spend its code', async (_, server, place, said) => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    window().begin();
    await state('unpaired');
    editor.answer = ({ modal, text }) =>
      modal ? 'Connect' : text === 'Shiproom Doctor' ? '$(copy) Copy Report' : undefined;
    const bridge = encodeURIComponent(`${place}:${(server.address() as AddressInfo).port}`);
    const link = { path: '/join', query: `bridge=${bridge}&code=c0de-C0DE_c0de`, fragment: '' };
    await editor.uriHandler?.handleUri(link as never);
    await state('offline');
    await run('doctor');
    expect(editor.clipboard).toContain(said);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('[T1] says that a token for one address is none for another, and asks neither', async () => {
    const reached: unknown[] = [];
    const other = createEar((socket) => reached.push(socket));
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await window().secrets.store('token https://team.example', 'secret');
    editor.settings = { 'shiproom.bridge.url': { globalValue: address } };
    window().begin();
    await state('unpaired');
    editor.answer = ({ text }) => (text === 'Shiproom Doctor' ? '$(copy) Copy Report' : undefined);
    await run('doctor');
    expect(chosen()).toBe('$(error) Pairing');
    expect(editor.clipboard).toContain(`This machine is not paired with ${address}, but with https://team.example.`);
    expect(reached).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });
});
