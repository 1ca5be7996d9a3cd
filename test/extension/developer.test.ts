import { describe, expect, it, vi } from 'vitest';
import { say } from '../../bridge/app/feed/say.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { sha256 } from '../../bridge/app/outcome.ts';
import { DeviceId, type RunId } from '../../protocol/model/ids.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { key, person } from '../support/samples.ts';
import { gitExtension } from './git-double.ts';
import { cardOf, eachWithWindow, peopleOf, pressing, row, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();

describe('a developer', () => {
  it('shares a branch once the exact message was seen, and it is followed until it is paused', async () => {
    editor.settings['shiproom.tests.sources'] = { globalValue: ['tasks'] };
    await window().writeDown();
    window().begin();
    await state('online');
    expect(peopleOf(window())).toEqual([{ person: person('Owner'), devices: 1 }]);
    await run('shareStatus');
    expect(await cardOf(window())).toBeUndefined();
    const [asked] = editor.shown;
    const head = await window().repository.commitOf('HEAD');
    expect(asked).toMatchObject({ text: 'Share this branch with Web?', modal: true, choices: ['Share'] });
    expect(asked?.detail).toContain(
      `Repository: example.com/acme/web\nBranch: main\nCommit: ${head}\nChanged files: 0 staged`,
    );
    expect(asked?.detail).toContain(window().server.url);

    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(async () => (await cardOf(window()))?.work[0]?.head).toBe(head);
    await expect.poll(() => row('sharing')).toBe('on');
    await expect.poll(() => peopleOf(window())[0]?.on?.branch).toBe('main');

    const next = await window().repository.commit('More', { 'a.txt': 'a' });
    await window().repository.write({ 'b.txt': 'b' });
    await window().open.moved();
    await expect
      .poll(async () => (await cardOf(window()))?.work[0])
      .toMatchObject({ head: next, changes: { untracked: 1 } });
    editor.fires.task.fire({
      exitCode: 1,
      execution: { task: { name: 'npm: test', group: { id: 'test' }, scope: 2 } },
    });
    await expect
      .poll(async () => (await cardOf(window()))?.work[0]?.tests)
      .toMatchObject({ outcome: 'failed', commit: next, dirty: true });
    expect(row('local-tests')).toMatch(/^failed · /);

    editor.answer = pressing({ 'Pause Sharing': 'Until I Resume' });
    await run('pauseSharing');
    await expect.poll(() => peopleOf(window())[0]?.on).toBeUndefined();
    expect(editor.item?.text).toBe('$(debug-pause) main · paused');
    await window().repository.commit('Secret');
    await window().open.moved();
    await run('shareStatus');
    expect(said().at(-1)).toBe('Sharing is paused.');
    await run('resumeSharing');
    await expect.poll(() => peopleOf(window())[0]?.on?.branch).toBe('main');
    await window().repository.git('switch', '--quiet', '--detach');
    await window().open.moved();
    await expect.poll(() => peopleOf(window())[0]?.on).toBeUndefined();
    await run('shareStatus');
    expect(said().at(-1)).toBe('HEAD is detached, so there is no branch.');
  });

  it('shares nothing where Share was not pressed, and what was agreed to holds for the next window', async () => {
    await window().writeDown();
    window().begin();
    await state('online');
    editor.answer = pressing({ 'Share this branch with Web?': 'Cancel' });
    await run('shareStatus');
    await window().repository.commit('More');
    await window().open.moved();
    expect(await cardOf(window())).toBeUndefined();
    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(async () => (await cardOf(window()))?.work.length).toBe(1);
    window().end();
    editor.keys = {};
    gitExtension(window().open);
    const head = await window().repository.commit('In between');
    await window().open.moved();
    window().begin();
    await expect.poll(async () => (await cardOf(window()))?.work[0]?.head).toBe(head);
  });

  it('runs CI on this branch, watches it, reads its log, and hears of its end once', async () => {
    await window().writeDown();
    const commit = await window().repository.commitOf('HEAD');
    const { ci, forge } = window().server.world.script;
    forge.names.set('main', { commit, branch: key('main').branch });
    window().begin();
    await state('online');
    editor.answer = pressing({ 'Run CI': '$(git-branch) This Branch' });
    await run('runCi');
    const [started] = ci.deeds;
    expect(started).toMatchObject({ type: 'start', commit, branch: 'main', workflow: 'tests', inputs: {} });
    expect(said()).toEqual([expect.stringMatching(/^CI run .* is queued for main/)]);
    await expect.poll(() => row('ci')).toBe('queued');
    const id = started?.run as RunId;
    const report = { run: id, attempt: 1, failures: [], lines: [] };
    await ci.report({ ...report, revision: 1, state: 'running', startedAt: 5 });
    await expect.poll(() => editor.keys['shiproom.running']).toBe(true);
    await run('cancelRun', { run: id });
    expect(ci.deeds.at(-1)).toMatchObject({ type: 'cancel', run: { run: id } });

    ci.writeLog({ text: 'first line\n', next: 11, ended: false });
    await run('openLog', { run: id });
    const logs = editor.documents.get('shiproom-log');
    const uri = stub.Uri.from({ scheme: 'shiproom-log', path: '/CI tests.log', query: id });
    const text = () => logs?.provideTextDocumentContent(uri as never, undefined as never);
    await expect.poll(text).toBe('first line\n');
    expect(editor.opened).toEqual([uri.toString()]);

    const counts = { passed: 2, failed: 1, skipped: 0 };
    const failures = [{ name: 'logs in', file: 'a.test.ts', line: 3 }];
    await ci.report({ ...report, revision: 2, state: 'failed', endedAt: 9, counts, failures });
    await expect.poll(said).toContain('tests on main failed: 1 failed, 2 passed.');
    await expect.poll(() => row('ci')).toBe('failed: 1 failed, 2 passed');
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: ['Open CI Log', 'Mute'] });
    await ci.report({ ...report, revision: 3, state: 'failed', endedAt: 9, counts, failures });
    expect(said().filter((each) => each.startsWith('tests on main'))).toHaveLength(1);
  });

  it('mutes what a run’s end would say', async () => {
    await window().writeDown();
    const commit = await window().repository.commitOf('HEAD');
    const { ci, forge } = window().server.world.script;
    forge.names.set('main', { commit, branch: key('main').branch });
    window().begin();
    await state('online');
    editor.answer = ({ text }) =>
      text === 'Run CI' ? '$(git-branch) This Branch' : text.startsWith('tests on') ? 'Mute' : undefined;
    for (const count of [1, 2]) {
      await run('runCi', { context: 'ci' });
      const started = ci.deeds[count - 1]?.run as RunId;
      await ci.report({ run: started, attempt: 1, revision: 1, state: 'passed', endedAt: 9, failures: [], lines: [] });
      await expect.poll(() => row('ci')).toBe('passed');
    }
    expect(said().filter((each) => each.startsWith('tests on'))).toEqual(['tests on main passed.']);
    expect(editor.settings['shiproom.notifications.runEnded']).toEqual({ globalValue: false });
  });

  it('connects by a pasted link, runs a line of the bot, opens the room, and disconnects for good', async () => {
    window().begin();
    await state('unpaired');
    await run('runLine');
    expect(said()).toEqual(['Shiproom is not connected to a bridge.']);
    const link = `${window().server.url}/#code=${await mintCode(window().server.world, person('Ana').id)}`;
    editor.answer = pressing({ 'Connect to Bridge': link, 'Run Bot Command': 'who' });
    await run('connect');
    expect(said().at(-1)).toBe('Connected to Web. Nothing of your branch is shared yet.');
    await run('runLine');
    expect(said().at(-1)).toMatch(/Ana/);
    await run('openRoom');
    expect(editor.opened.at(-1)).toBe(`${window().server.url}/`);
    const logged = editor.logged.join('\n');
    expect(logged).not.toContain(link.slice(-16));
    for (const token of window().secrets.kept.values()) expect(logged).not.toContain(token);

    const [token = ''] = window().secrets.kept.values();
    await run('disconnect');
    expect(said().at(-1)).toMatch(/lets this device in no more/);
    expect([...window().secrets.kept]).toEqual([]);
    const { world } = window().server;
    expect((await world.store.get('token', sha256(token)))?.value.revokedAt).toEqual(expect.any(Number));
    await window().writeDown();
    editor.fires.focus.fire({ focused: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(editor.keys['shiproom.state']).toBe('unpaired');
    await run('disconnect');
    expect(said().at(-1)).toBe('Shiproom is not connected.');
  });

  it('hears that somebody mentions them', async () => {
    const { server, writeDown, begin } = window();
    await writeDown();
    begin();
    await state('online');
    const { world } = server;
    const ana = async (text: string) => {
      const mid = mintMid(world.clock.now(), crypto.getRandomValues(new Uint8Array(10)));
      expect(await say(world, person('Ana'), { mid, room: world.home, text })).toMatchObject({ ok: true });
    };
    await ana('nobody here');
    await ana('@Owner look');
    await expect.poll(said).toEqual(['Ana mentioned you: @Owner look']);
  });

  it('is let into the room’s page as its owner', async () => {
    await window().writeDown();
    window().begin();
    await state('online');
    await run('openRoom');
    const [place, code] = editor.opened.at(-1)?.split('#code=') ?? [];
    expect(place).toBe(`${window().server.url}/`);
    expect(
      await openSession(window().server.world, { code }, { id: DeviceId.parse('device-page'), name: 'a page' }),
    ).toMatchObject({
      ok: true,
      value: { person: person('Owner') },
    });
  });

  it('is told once, and in words, why a link does not connect', async () => {
    window().begin();
    await state('unpaired');
    editor.answer = pressing({ 'Connect to Bridge': `${window().server.url}/#code=0123456789abcdef` });
    await run('connect');
    expect(editor.shown.at(-1)).toMatchObject({
      kind: 'error',
      text: expect.stringMatching(/^Connect to Bridge: http.*used already/),
    });
    editor.answer = pressing({ 'Connect to Bridge': window().server.url });
    await run('connect');
    expect(said().at(-1)).toMatch(/is not paired yet. Ask for a new link.$/);
  });
});
