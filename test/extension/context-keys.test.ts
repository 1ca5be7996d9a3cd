import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contextKeys } from '../../extension/contributions/states.ts';
import { createContextKeys } from '../../extension/context-keys.ts';
import type { Situation } from '../../extension/situation.ts';
import { person, run } from '../support/samples.ts';
import { card, roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const keysOf = (part: Partial<Situation> = {}) => {
  createContextKeys()(situation(part));
  return editor.keys;
};
const command = (name: string) => ({ name, summary: '', effect: 'write', arguments: [] }) as never;
const there = (name: string) => ({ person: person(name), devices: 1 }) as never;

describe('the keys on which menus hang', () => {
  it('are all written, whatever the situation', () => {
    expect(Object.keys(keysOf()).toSorted()).toEqual([...contextKeys].toSorted());
    expect(Object.keys(keysOf({ room: undefined, git: 'off', checkout: undefined })).length).toBe(contextKeys.length);
  });

  it('tell what this person may do, by what the bridge offers them', () => {
    expect(keysOf()).toMatchObject({ 'shiproom.canTrigger': false, 'shiproom.canApprove': false });
    expect(keysOf({ room: roomView({ commands: [command('ci run')] }) })).toMatchObject({
      'shiproom.canTrigger': true,
      'shiproom.canApprove': false,
    });
    expect(keysOf({ room: roomView({ commands: [command('ci approve')] }) })).toMatchObject({
      'shiproom.canApprove': true,
    });
  });

  it('tell whether the branch is red, so that nothing else is offered to be handed over', () => {
    const red = (state: 'failed' | 'passed' | 'running') =>
      keysOf({ room: roomView({ cards: [card({ ci: [run({ state })] })] }) })['shiproom.red'];
    expect([red('failed'), red('passed'), red('running')]).toEqual([true, false, false]);
    expect(keysOf()['shiproom.red']).toBe(false);
  });

  it('tell whether nobody else is there, and say nothing of it before there is a room', () => {
    expect(keysOf({ room: roomView({ people: [there('Ana')] }) })['shiproom.alone']).toBe(true);
    expect(keysOf({ room: roomView({ people: [there('Ana'), there('Bo')] }) })['shiproom.alone']).toBe(false);
    expect(keysOf({ room: undefined })['shiproom.alone']).toBe(false);
    const connection = { state: 'offline', since: 1, reason: 'x' } as const;
    expect(keysOf({ connection, room: roomView({ people: [there('Ana')] }) })['shiproom.alone']).toBe(false);
  });

  it('are written anew only where they have changed', () => {
    const written = vi.spyOn(stub.commands, 'executeCommand');
    const show = createContextKeys();
    show(situation());
    show(situation());
    show(situation({ git: 'no-repository', checkout: undefined }));
    const names = written.mock.calls.map(([, name]) => name);
    expect(names.filter((name) => name === 'shiproom.connection')).toHaveLength(1);
    expect(names.filter((name) => name === 'shiproom.state')).toHaveLength(2);
    written.mockRestore();
  });
});
