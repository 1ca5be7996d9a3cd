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

describe('the setting shiproom.share.mode', () => {
  const mode = (values: object) => {
    editor.settings = { 'shiproom.share.mode': values };
    return settings.sharingMode();
  };

  it.each([
    [{}, 'status'],
    [{ globalValue: 'off' }, 'off'],
    [{ globalValue: 'presence' }, 'presence'],
    [{ globalValue: 'status', workspaceValue: 'off' }, 'off'],
    [{ workspaceValue: 'presence' }, 'presence'],
  ])('is %o read as %s', (values, expected) => expect(mode(values)).toBe(expected));

  it('[T1] is never widened by a workspace, and off where it cannot be read', () => {
    for (const evil of ['status', 'presence', 'everything', 7, null, ['status'], { status: true }]) {
      expect(mode({ globalValue: 'off', workspaceValue: evil, workspaceFolderValue: 'status' })).toBe('off');
      expect(['off', 'presence']).toContain(mode({ globalValue: 'presence', workspaceValue: evil }));
    }
    for (const junk of ['', 'STATUS', 7, null, [], {}]) expect(mode({ globalValue: junk })).toBe('off');
  });

  it('is chosen for the user, in all workspaces', async () => {
    await settings.chooseSharingMode('presence');
    expect(editor.settings['shiproom.share.mode']).toEqual({ globalValue: 'presence' });
  });
});

describe('what is the user’s own word alone', () => {
  it('[T1] names of files are shared by the user’s true, and by nothing else', () => {
    const shares = (values: object) => {
      editor.settings = { 'shiproom.share.files': values };
      return settings.sharesFiles();
    };
    expect(shares({ globalValue: true })).toBe(true);
    for (const values of [
      {},
      { workspaceValue: true, workspaceFolderValue: true },
      { globalValue: 'true' },
      { globalValue: 1 },
    ])
      expect(shares(values)).toBe(false);
  });

  it('[T1] sources of tests and terminal commands are taken from no workspace', () => {
    const evil = { workspaceValue: ['terminal', 'tasks'], workspaceFolderValue: ['reports'] };
    editor.settings = {
      'shiproom.tests.sources': evil,
      'shiproom.tests.terminalCommands': { ...evil, globalValue: ['make *'] },
    };
    expect([[...settings.testSources()], settings.terminalCommands()]).toEqual([[], ['make *']]);
    editor.settings = { 'shiproom.tests.sources': { globalValue: ['tasks', 'reports'] } };
    expect([...settings.testSources()]).toEqual(['tasks', 'reports']);
    for (const junk of ['tasks', ['everything'], [7], {}, null]) {
      editor.settings = {
        'shiproom.tests.sources': { globalValue: junk },
        'shiproom.tests.terminalCommands': { globalValue: junk },
      };
      expect([...settings.testSources()]).toEqual([]);
      expect(settings.terminalCommands().every((each) => typeof each === 'string')).toBe(true);
    }
  });

  it('sources are chosen for the user', async () => {
    await settings.chooseTestSources(['command']);
    expect(editor.settings['shiproom.tests.sources']).toEqual({ globalValue: ['command'] });
  });
});

describe('the setting shiproom.tests.reports', () => {
  it('is what every scope says, without what cannot be read', () => {
    const reports = (values: object) => {
      editor.settings = { 'shiproom.tests.reports': values };
      return settings.testReports('/work/place');
    };
    expect(reports({})).toEqual([]);
    expect(reports({ globalValue: ['a'], workspaceValue: [7], workspaceFolderValue: ['b'] })).toEqual(['a', 'b']);
    expect(reports({ globalValue: 'a' })).toEqual([]);
  });
});

describe('what is said unasked', () => {
  it.each([
    ['notifications.runEnded', () => settings.tellsRunEnded(), () => settings.muteRunEnded()],
    ['notifications.approvals', () => settings.tellsApprovals(), () => settings.muteApprovals()],
    ['notifications.mentions', () => settings.tellsMentions(), () => settings.muteMentions()],
  ] as const)('%s is on until it is muted, for the user', async (name, tells, mute) => {
    expect(tells()).toBe(true);
    editor.settings = { [`shiproom.${name}`]: { globalValue: 'junk' } };
    expect(tells()).toBe(true);
    await mute();
    expect([tells(), editor.settings[`shiproom.${name}`]]).toEqual([false, { globalValue: false }]);
  });

  it('failures are shown until that is turned off', () => {
    expect(settings.showsFailures()).toBe(true);
    editor.settings = { 'shiproom.testing.showFailures': { workspaceValue: false } };
    expect(settings.showsFailures()).toBe(false);
  });
});
