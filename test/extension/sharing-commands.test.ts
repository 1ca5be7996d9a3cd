import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextMorning, pauseSharing } from '../../extension/commands/pause-sharing.ts';
import { resumeSharing } from '../../extension/commands/resume-sharing.ts';
import { shareStatus } from '../../extension/commands/share-status.ts';
import { changeSharingMode } from '../../extension/commands/sharing-mode.ts';
import { createAppearance } from '../../extension/sources/appearance.ts';
import { key, repository, sha } from '../support/samples.ts';
import { sharingScene } from './sharing-scene.ts';
import { checkout, origin } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const share = 'Share this branch with Web?';
const answering = (answers: Record<string, string>): void => {
  editor.answer = ({ text }) => answers[text];
};
const details = (): string[] => editor.shown.flatMap(({ detail }) => detail ?? []);

describe('Pause Sharing…', () => {
  it.each([
    ['For an Hour', (now: number) => now + 3_600_000],
    ['Until Tomorrow', nextMorning],
    ['Until I Resume', () => undefined],
  ] as const)('pauses %s, and Resume Sharing ends it', async (label, left) => {
    const { services, memory, clock, shared, sharing } = sharingScene();
    await memory.agree(origin, repository, 'status');
    sharing.look();
    await clock.advance(300);
    answering({ 'Pause Sharing': label });
    await pauseSharing(services);
    expect([memory.paused(), memory.pausedUntil()]).toEqual([true, left(clock.now())]);
    expect(shared.at(-1)).toBeNull();
    await resumeSharing(services);
    expect(memory.paused()).toBe(false);
  });

  it('pauses nothing where nothing was picked', async () => {
    const { services, memory } = sharingScene();
    await pauseSharing(services);
    expect(memory.paused()).toBe(false);
  });

  it('means by tomorrow eight o’clock of the next day, at any hour', () => {
    for (const hour of [0, 7, 9, 23]) {
      const then = new Date(nextMorning(new Date(2026, 1, 28, hour, 30).getTime()));
      expect([then.getMonth(), then.getDate(), then.getHours(), then.getMinutes()]).toEqual([2, 1, 8, 0]);
    }
  });
});

describe('Change Sharing Mode…', () => {
  it('explains three modes, marks the present one, and writes the user’s own setting', async () => {
    const { services, settings } = sharingScene();
    answering({ 'Change Sharing Mode': 'Off' });
    await changeSharingMode(services);
    expect(editor.shown[0]?.choices).toEqual(['Off', 'Presence', 'Status']);
    expect([settings.sharingMode(), editor.settings['shiproom.share.mode']]).toEqual(['off', { globalValue: 'off' }]);
  });

  it('says where a workspace holds it lower', async () => {
    const { services } = sharingScene();
    editor.settings['shiproom.share.mode'] = { workspaceValue: 'presence' };
    answering({ 'Change Sharing Mode': 'Status' });
    await changeSharingMode(services);
    expect(editor.shown.at(-1)?.text).toBe(
      'This workspace holds sharing at “Presence”: its own setting tells less than yours.',
    );
  });

  it('goes on with the exact message of a mode that was not agreed to yet', async () => {
    const { services } = sharingScene();
    answering({ 'Change Sharing Mode': 'Presence' });
    await changeSharingMode(services);
    expect(editor.executed).toEqual([['shiproom.shareStatus']]);
  });
});

describe('Share Branch Status', () => {
  it('shows in the mode presence all that leaves, and then lets that out alone', async () => {
    const { services, around, appeared, shared, looks, situation, clock } = sharingScene();
    editor.settings['shiproom.share.mode'] = { globalValue: 'presence' };
    const feature = createAppearance(around);
    looks.push(() => feature.show?.(situation()));
    answering({ [share]: 'Cancel' });
    await shareStatus(services);
    expect(appeared).toEqual([]);
    answering({ [share]: 'Share' });
    await shareStatus(services);
    expect(details().at(-1)?.split('\n\n')[1]).toBe(
      `Repository: ${repository}\nBranch: ${key().branch}\nYou: here, or away for five minutes and more`,
    );
    expect(appeared).toEqual([{ seen: true, idle: false, on: key() }]);
    await clock.advance(1_000);
    expect(shared).toEqual([]);
    editor.settings['shiproom.share.mode'] = { globalValue: 'status' };
    services.refresh();
    await clock.advance(1_000);
    expect(shared).toEqual([]);
    feature.dispose();
  });

  it('shows the names of changed files with the message, and again where they come later', async () => {
    const { services, memory, at } = sharingScene();
    answering({ [share]: 'Share' });
    await shareStatus(services);
    expect(details()).toHaveLength(1);
    expect(details()[0]).not.toContain('a.ts');
    editor.settings['shiproom.share.files'] = { globalValue: true };
    at.files = ['a.ts', 'docs/b.md'];
    await shareStatus(services);
    expect(details()[1]).toContain('Names of changed files: a.ts, docs/b.md');
    expect(memory.agreed(origin, repository, 'files')).toBe(true);
    await shareStatus(services);
    expect(details()).toHaveLength(2);
  });

  it.each([
    ['off', 'Sharing is off: nothing of your branches is sent.'],
    ['presence', 'feat/login is told to Web by its name alone.'],
    ['status', 'feat/login is shared with Web, and followed as it changes.'],
  ])('says how it stands in the mode %s', async (mode, words) => {
    const { services, memory } = sharingScene();
    editor.settings['shiproom.share.mode'] = { globalValue: mode };
    await memory.agree(origin, repository, 'status');
    await shareStatus(services);
    expect(editor.shown.map(({ text }) => text)).toEqual([words]);
  });
});

describe('Share Branch Status of a branch that is clean and pushed', () => {
  const said = async (part: Parameters<typeof checkout>[0]): Promise<string | undefined> => {
    const { services, memory, at } = sharingScene();
    at.checkout = checkout(part);
    await memory.agree(origin, repository, 'status');
    await shareStatus(services);
    return editor.shown.at(-1)?.text;
  };
  const head = { state: 'branch', branch: key().branch, head: sha() } as const;
  const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };

  it('says that a card in the chat may stay as it is, and says so of no other', async () => {
    const shared = 'feat/login is shared with Web, and followed as it changes.';
    expect(await said({ at: { ...head, ahead: 0, behind: 0 }, changes })).toBe(
      `${shared} All of it is pushed, so that its card in the chat may look as before until then.`,
    );
    expect(await said({ at: { ...head, ahead: 1, behind: 0 }, changes })).toBe(shared);
    expect(await said({ at: { ...head, ahead: 0 }, changes: { ...changes, untracked: 1 } })).toBe(shared);
    expect(await said({ at: head, changes })).toBe(shared);
  });
});
