import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSettings } from '../../extension/settings.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);
const settings = createSettings();

describe('the setting shiproom.actAs', () => {
  it('[T1] is the user’s own, whatever a workspace says', () => {
    const evil = { workspaceValue: 'me', workspaceFolderValue: 'me' };
    const acts = (values: object) => {
      editor.settings = { 'shiproom.actAs': values };
      return settings.actsAs();
    };
    expect(acts(evil)).toBe('bridge');
    expect(acts({ ...evil, globalValue: 'anything' })).toBe('bridge');
    expect(acts({ globalValue: 'me' })).toBe('me');
  });
});

describe('the setting shiproom.bridge.url', () => {
  const bridge = (values: object) => {
    editor.settings = { 'shiproom.bridge.url': values };
    return settings.bridge();
  };

  it('[T1] is the user’s own, whatever a workspace says', () => {
    const evil = { workspaceValue: 'https://evil.example', workspaceFolderValue: 'https://evil.example' };
    expect(bridge(evil)).toBeUndefined();
    expect(bridge({ ...evil, globalValue: '' })).toBeUndefined();
    expect(bridge({ ...evil, globalValue: 'https://team.example/' })).toEqual({ origin: 'https://team.example' });
  });

  it.each([
    'http://team.example',
    'team.example',
    7,
    ['https://team.example'],
    'https://team.example/#code=0123456789',
  ])('is refused with a reason where it is %j', (globalValue) => {
    expect(bridge({ globalValue })).toEqual({ wrong: expect.stringMatching(/\w/) });
  });
});

describe('the setting shiproom.share.privateBranches', () => {
  const patterns = (values: object) => {
    editor.settings = { 'shiproom.share.privateBranches': values };
    return settings.privateBranches('/work/place');
  };

  it('[T1] is added to by a workspace, and never emptied', () => {
    expect(patterns({ globalValue: ['secret/*'], workspaceValue: [], workspaceFolderValue: ['wip'] })).toEqual([
      'secret/*',
      'wip',
    ]);
    expect(patterns({})).toEqual([]);
  });

  it('keeps everything back where it cannot be read', () => {
    expect(patterns({ globalValue: 'secret/*' })).toEqual(['*']);
    expect(patterns({ globalValue: ['a'], workspaceValue: [1] })).toEqual(['a', '*']);
  });
});
