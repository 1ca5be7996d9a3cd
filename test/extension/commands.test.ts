import { describe, expect, it, vi } from 'vitest';
import type { Obstacle } from '../../extension/commands/obstacle.ts';
import { runCommand } from '../../extension/commands/index.ts';
import { obstacleOf } from '../../extension/commands/obstacle.ts';
import { quoted } from '../../extension/deed.ts';
import { targetOf } from '../../extension/commands/row-target.ts';
import { readLine } from '../../bridge/domain/line.ts';
import type { Situation } from '../../extension/situation.ts';
import { sha } from '../support/samples.ts';
import { checkout, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const all = ['trust', 'repository', 'branch', 'bridge'] as const;

describe('why a command cannot run', () => {
  it.each<[string, Partial<Situation>, string, string]>([
    ['not trusted', { trusted: false }, 'This workspace is not trusted', 'Manage Workspace Trust'],
    ['no folder', { folder: false, git: 'no-repository' }, 'No folder is open', 'Open Folder'],
    ['no git', { git: 'off' }, 'The built-in Git extension is off', 'Show Git Extension'],
    ['no repository', { git: 'no-repository' }, 'no git repository', 'Open Source Control'],
    ['still starting', { git: 'starting' }, 'still being read', 'Show Now'],
    [
      'detached',
      { checkout: checkout({ at: { state: 'detached', head: sha('a') } }) },
      'HEAD is detached',
      'Checkout Branch…',
    ],
    ['no commit', { checkout: checkout({ at: { state: 'unborn' } }) }, 'no commit yet', 'Open Source Control'],
    ['not connected', { connection: { state: 'unpaired' } }, 'not connected', 'Connect to Bridge…'],
    [
      'refused',
      { connection: { state: 'unpaired', reason: 'The token was revoked.' } },
      'was revoked',
      'Connect to Bridge…',
    ],
    ['connecting', { connection: { state: 'connecting' } }, 'being connected', 'Try Again to Connect'],
    [
      'offline',
      { connection: { state: 'offline', since: 1, reason: 'No answer.' } },
      'No answer.',
      'Try Again to Connect',
    ],
    ['stopped', { connection: { state: 'stopped', reason: 'Shut out.' } }, 'Shut out.', 'Try Again to Connect'],
  ])('is said with the next step: %s', (_, part, words, button) => {
    const obstacle = obstacleOf(situation(part), all);
    expect(obstacle?.message).toContain(words);
    expect(obstacle).toMatchObject<Partial<Obstacle>>({ button });
    expect(obstacle?.command).toMatch(/^[\w.-]+$/);
  });

  it('is nothing where all is there, and only what was asked for is looked at', () => {
    expect(obstacleOf(situation(), all)).toBeUndefined();
    expect(obstacleOf(situation({ git: 'off', folder: false }), ['trust', 'bridge'])).toBeUndefined();
  });
});

describe('what a command was called on', () => {
  it('is read from a row or a button, and is nothing otherwise', () => {
    expect(targetOf({ run: 'r1', job: '7', context: 'run ended', label: 'x' })).toEqual({
      run: 'r1',
      job: '7',
      context: 'run ended',
    });
    for (const junk of [undefined, null, 'r1', { run: 'r 1; rm' }, [], 7])
      expect(targetOf(junk)).not.toHaveProperty('run');
  });
});

describe('a button of a view that is taken away once it was pressed', () => {
  it('leaves the focus with its view, and any other caller with theirs', async () => {
    const retry = vi.fn<() => void>();
    const services = { uplink: { session: () => ({ retry }) }, situation: () => situation({}) } as never;
    editor.executed.length = 0;
    await runCommand(services, 'retry', []);
    expect(editor.executed).toEqual([]);
    await runCommand(services, 'retry', ['view:shiproom.now']);
    expect(retry).toHaveBeenCalledTimes(2);
    expect(editor.executed).toEqual([['shiproom.now.focusRows']]);
  });
});

describe('a branch in a line of the bot', () => {
  const branch = { name: 'branch|sha', summary: '', kind: 'branch', required: false } as const;
  const catalog = [{ name: 'ci run', summary: '', effect: 'write', arguments: [branch] } as const];

  it.each(['main', "feature/a'b", '"quoted', "'quoted", '“curly', '$(id)', '`id`', 'a;b', '-x', '🙂'])(
    'means itself: %j',
    (name) => {
      const line = readLine(`ci run ${quoted(name)}`, catalog as never);
      expect(line).toMatchObject({ values: { 'branch|sha': name } });
    },
  );
});
