import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blank, type Fact, isCurrent, keptRuns, withFact } from '../../bridge/domain/card.ts';
import type { CiState } from '../../protocol/model/run.ts';
import { health } from '../../protocol/model/health.ts';
import { device, forge, key, person, run, sha, work } from '../support/samples.ts';

const facts = (all: readonly Fact[]) => all.reduce(withFact, blank(key()));

/** Facts as sources make them: what is newer within a source is also later. */
const workFact = fc.record({ name: fc.constantFrom('one', 'two', 'three'), counter: fc.nat(9) }).map(
  ({ name, counter }): Fact => ({
    source: 'work',
    fact: work({ device: device(name), counter, at: 1000 + counter }),
  }),
);
const forgeFact = fc.nat(9).map((revision): Fact => ({ source: 'forge', fact: forge({ revision, ahead: revision }) }));
const states: readonly CiState[] = ['queued', 'setting-up', 'running', 'failed'];
const ciFact = fc.record({ number: fc.nat(30), attempt: fc.integer({ min: 1, max: 2 }), stage: fc.nat(3) }).map(
  ({ number, attempt, stage }): Fact => ({
    source: 'ci',
    fact: run({
      run: `run-${number}`,
      queuedAt: 1000 + number,
      attempt,
      revision: stage,
      state: states[stage] ?? 'queued',
    }),
  }),
);

describe('card', () => {
  it('[W4] ends the same, whatever the order and however often facts arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(workFact, forgeFact, ciFact), { maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (sent, chance) => {
          const again = [...sent, ...sent.filter(() => (chance.next().value ?? 0) % 2 === 0)];
          const shuffled = again
            .map((fact) => ({ fact, at: chance.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map((each) => each.fact);
          expect(facts(shuffled)).toEqual(facts(sent));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps what two people on one branch say, each by their own device', () => {
    const card = facts([
      { source: 'work', fact: work({ device: device('one'), counter: 7, head: sha('a') }) },
      { source: 'work', fact: work({ device: device('two'), counter: 1, head: sha('b') }) },
    ]);
    expect(card.work.map((each) => each.head).toSorted()).toEqual([sha('a'), sha('b')]);
  });

  it('lets nobody speak for another by the id of their device', () => {
    const card = facts([
      { source: 'work', fact: work({ by: person('Ana'), counter: 1, head: sha('a') }) },
      { source: 'work', fact: work({ by: person('Bo'), counter: 9e15, head: sha('b') }) },
      { source: 'work', fact: work({ by: person('Ana'), counter: 2, head: sha('c') }) },
    ]);
    expect(card.work.map((each) => [each.by.name, each.head])).toEqual([
      ['Ana', sha('c')],
      ['Bo', sha('b')],
    ]);
  });

  it('keeps the newest runs only', () => {
    const many = Array.from({ length: keptRuns + 3 }, (_, index) => run({ run: `run-${index}`, queuedAt: index }));
    const card = facts(many.map((fact): Fact => ({ source: 'ci', fact })));
    expect(card.ci.length).toBe(keptRuns);
    expect(card.ci[0]?.run).toBe(`run-${keptRuns + 2}`);
  });

  it('is the same object where a fact is not newer', () => {
    const card = facts([{ source: 'ci', fact: run({ state: 'failed' }) }]);
    expect(withFact(card, { source: 'ci', fact: run({ state: 'running', revision: 9 }) })).toBe(card);
  });
});

describe('health', () => {
  const card = (...all: Fact[]) => ({ ...facts(all), version: 1, updatedAt: 0 });
  const tests = { task: 'npm: test', outcome: 'passed', commit: sha('a'), dirty: false, endedAt: 1 } as const;

  it('is what the newest run with a verdict says, and running while a newer one is under way', () => {
    const red: Fact = { source: 'ci', fact: run({ run: 'r1', state: 'failed', queuedAt: 1 }) };
    expect(health(card(red))).toBe('failing');
    expect(health(card(red, { source: 'ci', fact: run({ run: 'r2', state: 'cancelled', queuedAt: 2 }) }))).toBe(
      'failing',
    );
    expect(health(card(red, { source: 'ci', fact: run({ run: 'r2', state: 'queued', queuedAt: 2 }) }))).toBe('running');
  });

  it('is what the local tests say where CI is silent, and unknown once the head has moved', () => {
    expect(health(card({ source: 'work', fact: work({ tests }) }))).toBe('passing');
    expect(health(card({ source: 'work', fact: work({ tests, head: sha('b') }) }))).toBe('unknown');
    expect(health(card({ source: 'work', fact: work({ tests: { ...tests, stale: true } }) }))).toBe('unknown');
    expect(health(card())).toBe('unknown');
  });
});

describe('a card of old', () => {
  const day = 24 * 60 * 60_000;
  const pull = { number: 1, title: 'Login', url: 'https://forge.example/1' };
  const card = (state?: 'open' | 'merged') => ({
    ...facts(state ? [{ source: 'forge', fact: forge({ pullRequest: { ...pull, state } }) }] : []),
    version: 1,
    updatedAt: 0,
  });

  it('is history after fourteen days, unless its pull request is open', () => {
    expect(isCurrent(card(), 13 * day)).toBe(true);
    expect(isCurrent(card(), 14 * day)).toBe(false);
    expect(isCurrent(card('merged'), 14 * day)).toBe(false);
    expect(isCurrent(card('open'), 90 * day)).toBe(true);
  });
});

describe('whoever asked for a run last', () => {
  it('stands on its card, and is not lost to news that names nobody', () => {
    const asked = facts([
      { source: 'ci', fact: run() },
      { source: 'ci', fact: run({ requestedBy: person('Ana') }) },
      { source: 'ci', fact: run({ state: 'running', revision: 2 }) },
    ]);
    expect(asked.ci[0]).toMatchObject({ state: 'running', requestedBy: person('Ana') });
  });
});
