import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRun, newRun, type RunNews } from '../../bridge/domain/run.ts';
import { withFact, blank } from '../../bridge/domain/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { key, run } from '../support/samples.ts';

const first = newRun(run());
const environment = fc.constantFrom('staging', 'production');
/** What one source tells at one moment. Moments are few, since GitHub counts whole seconds, so that many news have the same. */
const news = fc
  .record(
    {
      attempt: fc.integer({ min: 1, max: 2 }),
      revision: fc.integer({ min: 0, max: 3 }),
      state: fc.constantFrom('queued', 'waiting', 'running', 'passed', 'failed', 'cancelled'),
      counts: fc.record({ passed: fc.constant(3), failed: fc.nat(1), skipped: fc.constant(0) }),
      failures: fc.array(fc.record({ name: fc.constantFrom('adds', 'takes') }), { maxLength: 2 }),
      lines: fc.array(fc.constantFrom('boom', 'bang'), { maxLength: 2 }),
      infrastructure: fc.constantFrom('a lost runner', 'a full disk'),
      gates: fc.array(fc.record({ environment, approvers: fc.constant<string[]>(['ana']) }), { maxLength: 2 }),
      decisions: fc.array(
        fc.record({ environment, verdict: fc.constantFrom('approved', 'rejected'), by: fc.constantFrom('ana', 'bo') }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['attempt', 'revision', 'state'] },
  )
  .map((each): RunNews => ({ run: first.run, ...each }));

const inSomeOrder = fc
  .array(news, { maxLength: 5 })
  .chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      all.length > 0 ? fc.array(fc.constantFrom(...all), { maxLength: 3 }) : fc.constant([]),
    ),
  );

/** What people see of a run. */
const shown = ({ revisions: _orders, ...rest }: CiRun) => rest;

describe('a run of which several sources tell, at the same moment too', () => {
  it('[W4] shows the same evidence, gates and decisions in whatever order they tell it, and however often', () => {
    fc.assert(
      fc.property(inSomeOrder, ([all, shuffled, again]) => {
        const expected = all.reduce(mergeRun, first);
        expect([...shuffled, ...again].reduce(mergeRun, first)).toEqual(expected);
        for (const each of all) expect(mergeRun(expected, each)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it('[W4] stands on its card as it was merged', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(inSomeOrder, ([all]) => {
        const stages = all.reduce<CiRun[]>((known, each) => [...known, mergeRun(known.at(-1) ?? first, each)], []);
        const card = stages.reduce((facts, fact) => withFact(facts, { source: 'ci', fact }), blank(key()));
        expect(card.ci.map(shown)).toEqual(stages.slice(-1).map(shown));
      }),
      { numRuns: 2000 },
    );
  });
});
