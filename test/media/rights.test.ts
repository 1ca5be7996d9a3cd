// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { gateLine, jobLine, mayDecide, quoted, runLines, startLine } from '../../media/rights.ts';
import { readLine } from '../../bridge/domain/line.ts';
import { person, run, sha } from '../support/samples.ts';
import { can, deeds, engine, failed, job, rights } from './ci-samples.ts';
import { createRights } from '../../media/rights.ts';

const at = `--at ${sha('a')}`;
const none = { cancel: undefined, rerun: undefined, rerunFailed: undefined };

describe('what may be done to a run', () => {
  it.each([
    ['running', { ...none, cancel: 'ci cancel run-1' }],
    ['waiting', { ...none, cancel: 'ci cancel run-1' }],
    ['passed', { ...none, rerun: `ci rerun run-1 ${at}` }],
    ['cancelled', { ...none, rerun: `ci rerun run-1 ${at}` }],
    ['failed', { ...none, rerun: `ci rerun run-1 ${at}`, rerunFailed: `ci rerun run-1 --failed ${at}` }],
    ['timed-out', { ...none, rerun: `ci rerun run-1 ${at}`, rerunFailed: `ci rerun run-1 --failed ${at}` }],
  ] as const)('%s', (state, lines) => {
    expect(runLines(run({ state }), rights())).toEqual(lines);
  });

  it('is what its engine can and its reader may', () => {
    const cannot = rights({ sources: [engine({ can: can({ rerunFailed: false, cancel: false }) })] });
    expect(runLines(failed(), cannot)).toEqual({ ...none, rerun: `ci rerun run-1 ${at}` });
    expect(runLines(run({ state: 'running' }), cannot)).toEqual(none);
    expect(runLines(failed(), rights({ commands: [] }))).toEqual(none);
    expect(runLines(failed(), rights({ sources: [engine({ id: 'other' })] }))).toEqual(none);
  });

  it('is to cancel, where the bridge does not tell what its engine can', () => {
    const old = rights({ sources: undefined });
    expect(runLines(run({ state: 'running' }), old)).toEqual({ ...none, cancel: 'ci cancel run-1' });
    expect(runLines(failed(), old)).toEqual(none);
    expect(startLine(old)).toBe('ci run');
  });

  it('names no commit to a command that does not take one', () => {
    const commands = deeds.map((each) => ({ ...each, options: undefined }));
    expect(runLines(failed(), rights({ commands })).rerun).toBe('ci rerun run-1');
  });

  it('is to run one job again, once it and its run have ended', () => {
    const build = job('build', 'failed', { id: '17' });
    expect(jobLine(failed(), build, rights())).toBe(`ci rerun run-1 --job 17 ${at}`);
    expect(jobLine(run({ state: 'running' }), build, rights())).toBeUndefined();
    expect(jobLine(failed(), build, rights({ sources: [engine({ can: can({ rerunJob: false }) })] }))).toBeUndefined();
  });
});

const takes = [
  { name: 'run', summary: '', kind: 'run', required: true },
  { name: 'environment', summary: '', kind: 'word', required: true },
] as const;

describe('an answer to a gate', () => {
  const gate = { environment: 'Production EU', approvers: [] };
  const waiting = run({ state: 'waiting', gates: [gate] });
  const comment = (said: string) => {
    const read = readLine(gateLine(waiting, gate, 'approve', said, rights()), [
      { name: 'ci approve', summary: '', effect: 'write', arguments: [...takes], options: deeds[3]?.options },
    ]);
    return 'message' in read
      ? read.message
      : [read.values['environment'], read.options['comment']?.[0], read.options['at']?.[0]];
  };
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['good to go', 'good to go'],
    ['it’s “fine”', 'it’s “fine”'],
    ['say "yes"', 'say "yes"'],
    ['don\'t say "no"', "don't say 'no'"],
    ['--here', '--here'],
    ['two\nlines', 'two lines'],
  ])('reads at the bot as it was meant: %j', (said, read) => {
    expect(comment(said)).toEqual(['Production EU', read, sha('a')]);
  });

  it('can be given only where the engine takes it', () => {
    expect(mayDecide(waiting, gate, 'approve', rights())).toBe(true);
    expect(mayDecide(waiting, gate, 'approve', rights({ sources: [engine({ can: can({ decide: false }) })] }))).toBe(
      false,
    );
    expect(
      mayDecide(waiting, gate, 'reject', rights({ commands: deeds.filter(({ name }) => name !== 'ci reject') })),
    ).toBe(false);
  });
});

describe('rights', () => {
  it('stay the same as long as nothing of them changes', () => {
    const of = createRights();
    const room = { commands: deeds, sources: [engine()], me: person('Ana') };
    expect(of(room)).toBe(of({ ...room, me: person('Ana') }));
    expect(of({ ...room, sources: [engine()] })).not.toBe(of(room));
  });

  it('quote only what needs it', () => {
    expect(['main', 'feat/login', 'a b', '"x', '--x', '–x'].map(quoted)).toEqual([
      'main',
      'feat/login',
      '"a b"',
      `'"x'`,
      '"--x"',
      '"–x"',
    ]);
  });
});
