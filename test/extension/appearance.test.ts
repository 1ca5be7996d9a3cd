import { beforeEach, describe, expect, it, vi } from 'vitest';
import { frameLimitBytes } from '../../client/bytes.ts';
import { createAppearance } from '../../extension/sources/appearance.ts';
import { createPauseEnd } from '../../extension/sources/pause-end.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { key, repository, sha } from '../support/samples.ts';
import { memoryKeep } from './secrets.ts';
import { sharingScene } from './sharing-scene.ts';
import { checkout, origin } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const minute = 60_000;

beforeEach(() => {
  reset();
  touch(true);
});

function touch(active: boolean): void {
  stub.window.state.active = active;
  editor.fires.focus.fire({ focused: active });
}

const user = (values: Record<string, unknown>): void => {
  for (const [name, globalValue] of Object.entries(values)) editor.settings[`shiproom.${name}`] = { globalValue };
};

function open(keep = memoryKeep()) {
  const scene = sharingScene(keep);
  const feature = createAppearance(scene.around);
  const pause = createPauseEnd(scene.around);
  scene.looks.push(
    () => feature.show?.(scene.situation()),
    () => pause.show?.(scene.situation()),
  );
  return { ...scene, feature, end: () => [feature, pause].forEach((each) => each.dispose()) };
}

async function shared(values: Record<string, unknown> = {}) {
  user(values);
  const scene = open();
  await scene.memory.agree(origin, repository, 'status');
  scene.refresh();
  await scene.clock.advance(300);
  return scene;
}

describe('how a window appears', () => {
  it('is as every session begins, and says nothing of it', () => {
    const { appeared, refresh, end } = open();
    refresh();
    expect(appeared).toEqual([]);
    end();
  });

  it('is nothing at all while sharing is off, and what was shared is taken back at once', async () => {
    const { appeared, shared: sent, refresh } = await shared();
    expect(sent.at(-1)).not.toBeNull();
    user({ 'share.mode': 'off' });
    refresh();
    expect([sent.at(-1), appeared.at(-1)]).toEqual([null, { seen: false, idle: false }]);
  });

  it('is the branch alone in the mode presence, once its own message was seen', async () => {
    user({ 'share.mode': 'presence' });
    const { appeared, shared: sent, refresh, memory, at, clock } = open();
    refresh();
    expect(appeared).toEqual([]);
    await memory.agree(origin, repository, 'presence');
    refresh();
    expect(appeared).toEqual([{ seen: true, idle: false, on: key() }]);
    at.checkout = checkout({ at: { state: 'branch', branch: BranchName.parse('secret/x'), head: sha('a') } });
    user({ 'share.privateBranches': ['secret/*'] });
    refresh();
    expect(appeared.at(-1)).toEqual({ seen: true, idle: false });
    await clock.advance(minute);
    expect(sent).toEqual([]);
  });

  it('goes down from status to presence at once, and up only with the message that belongs to it', async () => {
    const { appeared, shared: sent, refresh, memory } = await shared();
    user({ 'share.mode': 'presence' });
    refresh();
    expect([sent.at(-1), appeared.at(-1)]).toEqual([null, { seen: true, idle: false, on: key() }]);
    expect(memory.agreed(origin, repository, 'files')).toBe(false);
  });

  it('is away after five minutes without a touch, and back at once', async () => {
    const { appeared, clock, end } = await shared();
    touch(false);
    await clock.advance(4 * minute);
    touch(true);
    touch(false);
    await clock.advance(5 * minute - 1);
    expect(appeared).toEqual([]);
    await clock.advance(1);
    expect(appeared).toEqual([{ seen: true, idle: true }]);
    touch(true);
    expect(appeared.at(-1)).toEqual({ seen: true, idle: false });
    touch(false);
    end();
    await clock.advance(10 * minute);
    expect(appeared).toHaveLength(2);
  });

  it('does not say when somebody is away who shares nothing', async () => {
    const { appeared, clock } = open();
    touch(false);
    await clock.advance(10 * minute);
    expect(appeared).toEqual([]);
  });

  it('names changed files only where that is wished and was seen, a second after they change, and takes them back at once', async () => {
    const { appeared, clock, memory, refresh, at } = await shared({ 'share.files': true });
    await clock.advance(2_000);
    expect(appeared).toEqual([]);
    expect(editor.shown.map(({ text }) => text)).toEqual([
      'The names of your changed files are not sent before you have seen the message.',
    ]);
    await memory.agree(origin, repository, 'files');
    refresh();
    await clock.advance(1_000);
    expect(appeared).toEqual([{ seen: true, idle: false, files: ['a.ts'] }]);
    at.files = ['a.ts', 'b.ts'];
    for (let turn = 0; turn < 3; turn += 1) refresh();
    await clock.advance(1_000);
    expect(appeared.slice(1)).toEqual([{ seen: true, idle: false, files: ['a.ts', 'b.ts'] }]);
    user({ 'share.files': false });
    refresh();
    expect(appeared.at(-1)).toEqual({ seen: true, idle: false });
  });

  it('names as many files as one message holds, and none that looks like a secret', async () => {
    const { appeared, clock, memory, refresh, at } = await shared({ 'share.files': true });
    const folder = 'packages/zahlungsverkehr-größer/src/main/java/com/example/acme/payments/implementation/internal';
    const token = `keys/ghp_${'x9'.repeat(18)}.txt`;
    at.files = [token, ...Array.from({ length: 500 }, (_, number) => `${folder}/SomeClassWithALongName${number}.java`)];
    await memory.agree(origin, repository, 'files');
    refresh();
    await clock.advance(1_000);
    const { files = [] } = appeared.at(-1) ?? {};
    expect(files.length).toBeGreaterThan(200);
    expect(files).toEqual(at.files.slice(1, files.length + 1));
    expect(Buffer.byteLength(JSON.stringify(appeared.at(-1)))).toBeLessThan(frameLimitBytes - 2_048);
  });

  it('names no files of the branch before', async () => {
    const { appeared, clock, memory, refresh, at } = await shared({ 'share.files': true });
    await memory.agree(origin, repository, 'files');
    refresh();
    await clock.advance(1_000);
    at.checkout = checkout({ at: { state: 'branch', branch: BranchName.parse('other'), head: sha('a') } });
    at.files = [];
    refresh();
    expect(appeared.at(-1)).toEqual({ seen: true, idle: false });
    await clock.advance(1_000);
    expect(appeared.at(-1)).toEqual({ seen: true, idle: false, files: [] });
  });

  it('names those of a branch that was checked out while they were gathered', async () => {
    const { appeared, clock, memory, refresh, at } = await shared({ 'share.files': true });
    await memory.agree(origin, repository, 'files');
    refresh();
    await clock.advance(500);
    at.checkout = checkout({ at: { state: 'branch', branch: BranchName.parse('other'), head: sha('a') } });
    at.files = ['other.ts'];
    refresh();
    await clock.advance(1_000);
    expect(appeared).toEqual([{ seen: true, idle: false, files: ['other.ts'] }]);
  });

  it('asks the gate again once it has the names', async () => {
    const { appeared, clock, memory, refresh, around } = await shared({ 'share.files': true });
    await memory.agree(origin, repository, 'files');
    let give: (names: string[]) => void = () => undefined;
    vi.spyOn(around.workspace, 'changedFiles').mockReturnValue(new Promise((resolve) => (give = resolve)));
    refresh();
    await clock.advance(1_000);
    await memory.pause(true);
    give(['late.ts']);
    await clock.advance(0);
    expect(JSON.stringify(appeared)).not.toContain('late.ts');
  });
});

describe('a pause', () => {
  it('takes everything back at once, ends by itself, and tells it', async () => {
    const { appeared, shared: sent, refresh, memory, clock } = await shared();
    await memory.pause(clock.now() + 60 * minute);
    refresh();
    expect([sent.at(-1), appeared]).toEqual([null, []]);
    await clock.advance(59 * minute);
    expect([sent.at(-1), memory.paused(), editor.shown]).toEqual([null, true, []]);
    await clock.advance(minute + 300);
    expect([sent.at(-1) === null, memory.pausedUntil()]).toEqual([false, undefined]);
    expect(editor.shown).toMatchObject([{ kind: 'status', text: 'Shiproom: the pause has ended, sharing goes on.' }]);
  });

  it('that ended while the machine slept, or no window was open, ends in the next look', async () => {
    const keep = memoryKeep();
    const first = open(keep);
    await first.memory.agree(origin, repository, 'status');
    await first.memory.pause(first.clock.now() + minute);
    first.end();
    const later = open(keep);
    await later.clock.advance(2 * minute);
    later.refresh();
    await later.clock.advance(300);
    expect(later.shared).toHaveLength(1);
    expect(editor.shown).toMatchObject([{ kind: 'status' }]);
    later.end();
  });

  it('without an end does not end', async () => {
    const { shared: sent, refresh, memory, clock } = await shared();
    await memory.pause(true);
    refresh();
    await clock.advance(100 * 60 * minute);
    expect([sent.at(-1), memory.paused()]).toEqual([null, true]);
  });
});
