import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { gitExtension, openRepository } from './git-double.ts';
import { eachWithWindow, pressing, row, rows, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();
const picks = () => editor.shown.filter(({ kind }) => kind === 'pick').map(({ choices }) => choices);

describe('Connect to Bridge…', () => {
  it('offers the bridges of this machine and those paired before, and a link', async () => {
    const { server, secrets, begin, writeDown } = window();
    await writeDown();
    secrets.kept.set('token https://team.example', 'secret');
    begin();
    await state('online');
    await run('disconnect');
    await state('unpaired');
    editor.answer = pressing({ 'Connect to Bridge': `$(vm) ${server.url}` });
    await run('connect');
    expect(picks()).toEqual([[`$(vm) ${server.url}`, '$(globe) https://team.example', '$(link) Paste a Link…']]);
    expect(said().at(-1)).toBe('Connected to Web. Nothing of your branch is shared yet.');
    await state('online');
  });

  it('asks for a link at once where there is nothing else', async () => {
    window().begin();
    await state('unpaired');
    await run('connect');
    expect(editor.shown.map(({ kind, text }) => [kind, text])).toEqual([['input', 'Connect to Bridge']]);
  });

  it('says nothing more of a bridge that another was chosen instead of', async () => {
    const { server, secrets, begin, writeDown } = window();
    const reached = Promise.withResolvers<void>();
    const silent = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      reached.resolve();
    });
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    begin();
    await state('unpaired');
    secrets.kept.set(`token ${address}`, 'secret');
    await writeDown();
    editor.answer = pressing({ 'Connect to Bridge': `$(globe) ${address}` });
    const former = run('connect');
    await reached.promise;
    editor.answer = pressing({ 'Connect to Bridge': `$(vm) ${server.url}` });
    await Promise.all([former, run('connect')]);
    expect(said()).toEqual(['Connected to Web. Nothing of your branch is shared yet.']);
    await new Promise((resolve) => silent.close(resolve));
  });

  it('is what Try Again to Connect leads to, where there is nothing to try', async () => {
    window().begin();
    await state('unpaired');
    await run('retry');
    expect(editor.executed).toContainEqual(['shiproom.connect']);
  });

  it('says in the view that it is offline', async () => {
    const { begin, writeDown } = window();
    await writeDown();
    begin();
    await state('online');
    await window().server.close();
    await state('offline');
    expect(editor.tree?.description).toMatch(/^offline since /);
    expect(editor.item?.text).toBe('$(debug-disconnect) main · offline');
    await run('runCi');
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: ['Try Again to Connect'] });
  });

  it('promises nothing of sharing to whoever has turned it off', async () => {
    const { server, begin, writeDown } = window();
    await writeDown();
    editor.settings['shiproom.share.mode'] = { globalValue: 'off' };
    begin();
    await state('online');
    editor.answer = pressing({ 'Connect to Bridge': `$(vm) ${server.url}` });
    await run('connect');
    expect(said().at(-1)).toBe('Connected to Web.');
  });

  it('says in each place that nothing is shared where the room follows another repository', async () => {
    const { server, repository, begin, writeDown } = window();
    await repository.git('remote', 'set-url', 'origin', 'https://example.com/acme/other.git');
    gitExtension(await openRepository(repository));
    await writeDown();
    begin();
    await state('unpaired');
    editor.answer = pressing({
      'Connect to Bridge': `$(vm) ${server.url}`,
      'Share this branch with Web?': 'Share',
    });
    await run('connect');
    await run('shareStatus');
    await expect
      .poll(() => row('sharing'), { timeout: 5_000 })
      .toBe('nothing: the room does not follow this repository');
    expect(editor.item?.text).toBe('$(circle-slash) main · not shared');
    expect(rows().map(({ id }) => id)).not.toContain('ci');
  });
});
