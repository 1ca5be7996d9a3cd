import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createUnshared } from '../../extension/sources/unshared.ts';
import { sharingScene } from './sharing-scene.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

describe('a branch that the room does not take', () => {
  it('is said once for each reason, in plain words', () => {
    const feature = createUnshared(sharingScene().around);
    const message = 'This room follows example.com/acme/web, and not [this](command:x).';
    feature.told?.({ type: 'unshared', message });
    feature.told?.({ type: 'unshared', message });
    feature.told?.({ type: 'people', people: [] });
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toMatchObject({ kind: 'warning' });
    expect(editor.shown[0]?.text).toContain('does not take this branch: This room follows example.com/acme/web');
    expect(editor.shown[0]?.text).not.toContain('](');
    feature.dispose();
  });
});
