import { describe, expect, it, vi } from 'vitest';
import { cardOf, eachWithWindow, peopleOf, pressing, run, said, state } from './live-window.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const window = eachWithWindow();

/** How many settings were told of as changed, by the editor. */
const changed = (): void => editor.fires.settings.fire({ affectsConfiguration: () => true });

async function begin(mode: string): Promise<void> {
  editor.settings['shiproom.share.mode'] = { globalValue: mode };
  await window().writeDown();
  window().begin();
  await state('online');
}

const on = (): string | undefined => peopleOf(window())[0]?.on?.branch;

describe('a mode of sharing, before a real bridge', () => {
  it('off: nobody is in the list, and nothing is kept of the branch', async () => {
    const seen: number[] = [];
    const forget = window().server.world.roster.listen((people) => seen.push(people.length));
    await begin('off');
    await run('shareStatus');
    expect(said()).toEqual(['Sharing is off: nothing of your branches is sent.']);
    expect([peopleOf(window()), await cardOf(window())]).toEqual([[], undefined]);
    // Not for an instant either, while the window was coming in.
    expect(seen.filter((count) => count > 0)).toEqual([]);
    forget();
    editor.answer = pressing({ 'Change Sharing Mode': 'Presence', 'Share this branch with Web?': 'Share' });
    await run('changeSharingMode');
    await expect.poll(on).toBe('main');
    editor.answer = pressing({ 'Change Sharing Mode': 'Off' });
    await run('changeSharingMode');
    await expect.poll(() => peopleOf(window())).toEqual([]);
  });

  it('presence: others see the branch, and no card comes of it', async () => {
    await begin('presence');
    expect(on()).toBeUndefined();
    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(on).toBe('main');
    expect(await cardOf(window())).toBeUndefined();
    editor.settings['shiproom.share.privateBranches'] = { globalValue: ['ma*'] };
    changed();
    await expect.poll(on).toBeUndefined();
    expect(peopleOf(window())).toHaveLength(1);
  });

  it('status: taken back at once where a branch turns private', async () => {
    await begin('status');
    editor.answer = pressing({ 'Share this branch with Web?': 'Share' });
    await run('shareStatus');
    await expect.poll(on).toBe('main');
    expect((await cardOf(window()))?.work).toHaveLength(1);
    editor.settings['shiproom.share.privateBranches'] = { workspaceValue: ['*'] };
    changed();
    await expect.poll(on).toBeUndefined();
  });
});
