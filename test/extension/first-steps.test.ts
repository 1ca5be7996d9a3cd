import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepKeys } from '../../extension/contributions/states.ts';
import { steps } from '../../extension/contributions/walkthrough.ts';
import { createFirstSteps } from '../../extension/first-steps.ts';
import type { Situation } from '../../extension/situation.ts';
import { situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const living: { dispose(): void }[] = [];
beforeEach(reset);
afterEach(() => {
  vi.restoreAllMocks();
  for (const each of living.splice(0)) each.dispose();
});

const offline = { state: 'offline', since: 0, reason: 'gone' } as const;
const sharing = { share: { branch: 'main' } } as unknown as Situation['decision'];
const apart = { connection: offline, decision: { withhold: 'not-agreed' } } as const;
const open = (input?: unknown) => editor.fires.tabs.fire({ opened: [{ label: 'Welcome', input }] });

/** The feature, how things become for it, and what it has told VS Code since it was asked last. */
function firstSteps() {
  let now = situation(apart);
  const executed = vi.spyOn(stub.commands, 'executeCommand');
  const failed = vi.fn<(error: unknown) => void>();
  const feature = createFirstSteps({ situation: () => now, failed });
  living.push(feature);
  return {
    become(next: Partial<Situation>) {
      now = situation(next);
      feature.show?.(now);
    },
    async told() {
      await new Promise((resolve) => setImmediate(resolve));
      expect(failed).not.toHaveBeenCalled();
      return executed.mock.calls.splice(0);
    },
  };
}
const pulse = (key: string) => [
  ['setContext', key, true],
  ['setContext', key, false],
];

describe('the first steps', () => {
  it('are done as each comes about, once', async () => {
    const { become, told } = firstSteps();
    become(apart);
    expect(await told()).toEqual([]);
    become({ connection: { state: 'online' }, decision: apart.decision });
    expect(await told()).toEqual(pulse('shiproom.didConnect'));
    become({ connection: { state: 'online' }, decision: sharing });
    become({ connection: { state: 'online' }, decision: sharing });
    expect(await told()).toEqual(pulse('shiproom.didShare'));
  });

  it('are done where it was before they were opened, each time that they may be, and their keys never stay', async () => {
    const { become, told } = firstSteps();
    become({ connection: { state: 'online' }, decision: sharing });
    await told();
    const all = stepKeys.flatMap(pulse);
    open();
    expect(await told()).toEqual(all);
    open();
    expect(await told()).toEqual(all);
    open({ uri: 'file:///a' });
    expect(await told()).toEqual([]);
  });

  it('name each key', () => {
    for (const key of stepKeys) expect(JSON.stringify(steps)).toContain(`onContext:${key}`);
  });
});
