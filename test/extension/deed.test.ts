import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { readLine } from '../../bridge/domain/line.ts';
import { canQuote, type Deed, lineOf, quoted } from '../../extension/deed.ts';
import { canOf, leftOf, runContext } from '../../extension/views/rows/can.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import type { Job } from '../../protocol/model/run.ts';
import type { CiCan, Source } from '../../protocol/model/source.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { key, person, run, sha, capable } from '../support/samples.ts';

const specs: readonly CommandSpec[] = catalog.map(({ spec }) => spec);
const red = run({ run: 'r/1', state: 'failed' });
const job: Job = { id: '77', name: 'unit tests', attempt: 1, revision: 0, state: 'failed', steps: [] };
const workflow: Workflow = { provider: 'p', id: 'my ci.yml', name: 'CI', inputs: [] };
const start: Deed = { type: 'start', workflow, named: undefined, branch: key().branch, inputs: {} };
const line = (deed: Deed, at = false): string => lineOf({ deed, about: key(), at: at ? sha('b') : undefined }, specs);

describe('a deed', () => {
  it.each<[Deed, string]>([
    [start, 'ci run --workflow "my ci.yml"'],
    [{ ...start, workflow: undefined }, 'ci run'],
    [
      { ...start, named: 'main', inputs: { to: 'staging', note: 'a b' } },
      'ci run main --workflow "my ci.yml" --input to=staging --input "note=a b"',
    ],
    [{ type: 'rerun', run: red, what: 'all', debug: false }, 'ci rerun r/1'],
    [{ type: 'rerun', run: red, what: 'failed', debug: true }, 'ci rerun r/1 --failed --debug'],
    [{ type: 'rerun', run: red, what: { job }, debug: false }, 'ci rerun r/1 --job 77'],
    [{ type: 'cancel', run: red }, 'ci cancel r/1'],
    [
      { type: 'decide', run: red, environment: 'eu west', verdict: 'approved', comment: '' },
      'ci approve r/1 "eu west"',
    ],
    [
      { type: 'decide', run: red, environment: 'prod', verdict: 'rejected', comment: 'not "now"' },
      `ci reject r/1 prod --comment 'not "now"'`,
    ],
  ])('is a line that the bot can read: %j', (deed, expected) => {
    expect(line(deed)).toBe(expected);
    expect(readLine(expected, specs)).toHaveProperty('command');
  });

  it('[E5] names the commit that its user saw, where the bridge knows how to compare it', () => {
    const deed: Deed = { type: 'rerun', run: red, what: 'failed', debug: false };
    expect(line(deed, true)).toBe(`ci rerun r/1 --failed --at ${sha('b')}`);
    expect(readLine(line(deed, true), specs)).toMatchObject({ options: { at: [sha('b')] } });
    expect(lineOf({ deed, about: key(), at: sha('b') }, [])).toBe('ci rerun r/1 --failed');
  });

  it('keeps each value as it was typed, whatever is in it', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', '"', "'", '“', '”', '‘', '’', '-', '=', '—'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(word, (value) => {
        fc.pre(canQuote(`name=${value}`));
        const read = readLine(line({ ...start, inputs: { name: value } }), specs);
        expect(read).toMatchObject({ options: { input: [`name=${value}`] } });
      }),
      { numRuns: 2_000 },
    );
  });

  it('says where a line cannot hold a value', () => {
    expect(canQuote(`"'”’`)).toBe(false);
    expect(quoted('')).toBe('""');
  });
});

describe('what can be done with a run', () => {
  const can = capable;
  const none = Object.fromEntries(Object.keys(can).map((name) => [name, false])) as CiCan;

  it.each([
    ['running', 'run active cancel'],
    ['failed', 'run ended rerun rerunFailed debug'],
    ['passed', 'run ended rerun debug'],
    ['cancelled', 'run ended rerun rerunFailed debug'],
  ] as const)('is what its provider can do, and its state lets: %s', (state, words) => {
    expect(runContext(run({ state }), can)).toBe(words);
    expect(runContext(run({ state }), none)).toBe(words.split(' ').slice(0, 2).join(' '));
  });

  it('is not what somebody has done already, to this attempt', () => {
    const done = (name: string, ok = true) => [{ key: name, ok, by: person('Bo'), did: 'did it', at: 1 }];
    const [failed, running] = [run({ state: 'failed' }), run({ state: 'running' })];
    expect(runContext(failed, leftOf(can, failed, done('rerun/run-1/1')))).toBe('run ended');
    expect(leftOf(can, failed, done('rerun/run-1/1')).rerunJob).toBe(false);
    expect(runContext(running, leftOf(can, running, done('cancel/run-1/1')))).toBe('run active');
    for (const deeds of [undefined, done('rerun/run-1/2'), done('rerun/run-1/1', false)])
      expect(leftOf(can, failed, deeds)).toEqual(can);
  });

  it('is what the provider’s own source tells, and little where none does', () => {
    const source: Source = { id: 'memory', kind: 'ci', name: 'Memory', state: 'fresh', can };
    expect(canOf([source], 'memory')).toBe(can);
    expect(canOf([{ ...source, kind: 'forge' }], 'memory')).toMatchObject({
      cancel: true,
      rerun: false,
      decide: false,
    });
    expect(canOf(undefined, 'memory')).toMatchObject({ cancel: true, rerun: false, decide: false });
  });
});
