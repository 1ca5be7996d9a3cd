import { expect, it } from 'vitest';
import { stateOf } from '../../../../bridge/adapters/ci/github-actions/state.ts';

it.each([
  ['queued', null, 'queued'],
  ['requested', null, 'queued'],
  ['pending', null, 'queued'],
  ['waiting', null, 'waiting'],
  ['in_progress', null, 'running'],
  ['completed', 'success', 'passed'],
  ['completed', 'neutral', 'passed'],
  ['completed', 'failure', 'failed'],
  ['completed', 'cancelled', 'cancelled'],
  ['completed', 'skipped', 'skipped'],
  ['completed', 'timed_out', 'timed-out'],
  ['completed', 'action_required', 'waiting'],
  ['completed', 'stale', 'interrupted'],
  ['completed', 'startup_failure', 'setup-failed'],
  ['completed', null, 'interrupted'],
  ['completed', 'constructor', 'interrupted'],
  ['toString', null, 'queued'],
  [undefined, undefined, 'queued'],
])('%s with the conclusion %s is %s', (status, conclusion, state) => {
  expect(stateOf({ status, conclusion })).toBe(state);
});
