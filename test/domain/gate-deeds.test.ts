import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../bridge/domain/buttons.ts';
import type { Card } from '../../protocol/model/card.ts';
import { deedKeys } from '../../protocol/model/done.ts';
import type { Gate } from '../../protocol/model/run.ts';
import { key, person, run } from '../support/samples.ts';

const can = {
  liveLog: false,
  start: false,
  cancel: false,
  rerun: false,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: true,
};
const gate = (part: Partial<Gate> = {}): Gate => ({ environment: 'Deploy?', approvers: [], ...part });
const waiting = run({ state: 'waiting', gates: [gate({ id: 'second' })] });

/** What is offered on a card once somebody has answered a gate. */
function offered(answered: Gate): string[] {
  const deed = { by: person('Bo'), did: 'approved tests to Deploy?', at: 9_999_999_999_999, ok: true };
  const deeds = [{ ...deed, key: deedKeys.gate(waiting, answered) }];
  const card: Card = { key: key(), version: 1, updatedAt: 0, work: [], ci: [waiting], deeds };
  return buttonsOf(card, () => can).map(({ label }) => label);
}

describe('a gate that somebody answered', () => {
  it('[T10] is not offered again', () => {
    expect(offered(gate({ id: 'second' }))).not.toContain('Approve Deploy?');
  });

  it('is another than the one of the same name that the run asks next', () => {
    expect(offered(gate({ id: 'first' }))).toContain('Approve Deploy?');
  });

  it('goes by its name where the engine gives it no id', () => {
    expect(deedKeys.gate(waiting, gate())).toBe(`gate/${waiting.run}/${waiting.attempt}/Deploy?`);
  });
});
