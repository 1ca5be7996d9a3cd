import { describe, expect, it, vi } from 'vitest';
import { BranchName } from '../../protocol/model/ids.ts';
import type { Situation } from '../../extension/situation.ts';
import { statusItem as itemOf } from '../../extension/views/status-model.ts';
import { escapeIcons } from '../../extension/views/words.ts';
import { run, sha } from '../support/samples.ts';
import { card, checkout, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const statusItem = (some: Situation) => itemOf(some, (at) => `t${at}`);
const offline = { connection: { state: 'offline', since: 1, reason: 'No answer.' } } as const;
const detached = { checkout: checkout({ at: { state: 'detached', head: sha('a') } }) };
const unfollowed = 'nothing of this repository is shared, since the room does not follow it';
const withRun = (state: Parameters<typeof run>[0]) => ({ room: roomView({ cards: [card({ ci: [run(state)] })] }) });

describe('the status bar', () => {
  it.each<[string, Partial<Situation>, string | undefined]>([
    ['passing', withRun({ state: 'passed' }), '$(pass) feat/login · passing'],
    ['failing', withRun({ state: 'failed' }), '$(error) feat/login · failing'],
    ['running', withRun({ state: 'running' }), '$(sync~spin) feat/login · running'],
    ['unknown', {}, '$(circle-outline) feat/login · no result yet'],
    ['paused', { ...withRun({ state: 'passed' }), paused: true }, '$(debug-pause) feat/login · paused'],
    ['paused until', { paused: true, pausedUntil: 7 }, '$(debug-pause) feat/login · paused until t7'],
    ['off', { ...withRun({ state: 'passed' }), mode: 'off' }, '$(eye-closed) feat/login · sharing off'],
    ['presence alone', { ...withRun({ state: 'passed' }), mode: 'presence' }, '$(eye) feat/login · branch name only'],
    ['not followed', { ...withRun({ state: 'passed' }), unfollowed: 'x' }, '$(circle-slash) feat/login · not shared'],
    [
      'offline',
      { connection: { state: 'offline', since: 1, reason: 'No answer.' } },
      '$(debug-disconnect) feat/login · offline',
    ],
    ['connecting', { connection: { state: 'connecting' } }, '$(sync~spin) feat/login · connecting'],
    ['stopped', { connection: { state: 'stopped', reason: 'Shut out.' } }, '$(debug-disconnect) feat/login · stopped'],
    ['not connected', { connection: { state: 'unpaired' } }, '$(debug-disconnect) Shiproom · not connected'],
    ['not trusted', { trusted: false }, '$(shield) Shiproom · not trusted'],
    [
      'detached',
      { checkout: checkout({ at: { state: 'detached', head: sha('a') } }) },
      '$(circle-outline) no branch · no result yet',
    ],
    [
      'away, without a folder or a bridge',
      { folder: false, git: 'no-repository', connection: { state: 'unpaired' } },
      undefined,
    ],
  ])('says %s', (_, part, text) => {
    expect(statusItem(situation(part))?.text).toBe(text);
  });

  it('never shows an old result as fresh', () => {
    const old = statusItem(
      situation({ ...withRun({ state: 'passed' }), connection: { state: 'offline', since: 1, reason: 'x' } }),
    );
    expect(old?.text).not.toMatch(/pass/);
  });

  it('says how a branch with a long name stands, within the room that there is', () => {
    const branch = BranchName.parse(`feat/${'long-'.repeat(30)}🚀-end`);
    const at = { state: 'branch', branch, head: sha('a') } as const;
    const item = statusItem(situation({ checkout: checkout({ at }) }));
    expect(item?.text).toBe('$(circle-outline) feat/long-long-long-long…long-long-🚀-end · no result yet');
    expect(item?.tooltip).toContain(branch);
  });

  it('says why a connection is lost, and names no room then', () => {
    const connection = { state: 'offline', since: 1, reason: 'No answer.' } as const;
    expect(statusItem(situation({ connection }))?.tooltip.split('\n')[1]).toBe('offline since t1 (No answer.)');
  });

  it('says health, connection and sharing in words to who hovers or listens', () => {
    const item = statusItem(situation({ ...withRun({ state: 'failed' }), paused: true }));
    expect(item?.tooltip).toBe('Shiproom: feat/login, failing\nconnected to Web\nsharing is paused');
    expect(item?.spoken).toBe('Shiproom: feat/login, failing, connected to Web, sharing is paused');
  });

  it.each<[Partial<Situation>, string]>([
    [{ paused: true, pausedUntil: 7 }, 'sharing is paused until t7'],
    [{ mode: 'off' }, 'sharing is off'],
    [{ mode: 'presence' }, 'only your presence is shared'],
    [{ decision: { withhold: 'private' } }, 'this branch is private'],
    [{}, 'this branch is shared'],
    [offline, 'what is shared of this branch waits for the bridge'],
    [{ connection: { state: 'connecting' } }, 'what is shared of this branch waits for the bridge'],
    [{ ...offline, mode: 'presence' }, 'what is shared of this branch waits for the bridge'],
    [{ connection: { state: 'stopped', reason: 'x' } }, 'nothing is shared before it is connected again'],
    [{ ...offline, mode: 'off' }, 'sharing is off'],
    [{ ...offline, paused: true }, 'sharing is paused'],
    [detached, 'there is no branch to share'],
    [{ unfollowed: 'x' }, unfollowed],
    [{ unfollowed: 'x', mode: 'presence' }, unfollowed],
    [{ unfollowed: 'x', paused: true }, 'sharing is paused'],
    [{ unfollowed: 'x', decision: { withhold: 'private' } }, 'this branch is private'],
  ])('says in words how much is shared: %j', (part, words) => {
    expect(statusItem(situation(part))?.tooltip.split('\n').at(-1)).toBe(words);
  });

  it.each<[Partial<Situation>, string]>([
    [{}, 'shiproom.now.focus'],
    [{ trusted: false }, 'workbench.trust.manage'],
    [{ connection: { state: 'unpaired' } }, 'shiproom.connect'],
    [{ connection: { state: 'stopped', reason: 'x' } }, 'shiproom.doctor'],
    [{ connection: { state: 'offline', since: 1, reason: 'x' } }, 'shiproom.now.focus'],
  ])('takes the next step at a click: %j', (part, command) => {
    expect(statusItem(situation(part))?.command).toBe(command);
  });

  it('shows no icon that a branch’s name asks for', () => {
    const at = { state: 'branch', branch: BranchName.parse('$(pass)-$(x y)'), head: sha('a') } as const;
    expect(statusItem(situation({ checkout: checkout({ at }) }))?.text).toBe(
      '$(circle-outline) \\$(pass)-$(x y) · no result yet',
    );
    expect(escapeIcons('$(sync~spin)$(a)')).toBe('\\$(sync~spin)\\$(a)');
  });
});
