import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { readLine } from '../../bridge/domain/line.ts';

const specs = catalog.map((each) => each.spec);
const read = (text: string) => {
  const line = readLine(text, specs);
  return 'message' in line ? line : { name: line.command.name, values: line.values, here: line.here };
};

describe('command line', () => {
  it('reads a command of two words with its argument', () => {
    expect(read('ci run feat/login')).toEqual({ name: 'ci run', values: { 'branch|sha': 'feat/login' }, here: false });
    expect(read('  CI   Status ')).toEqual({ name: 'ci status', values: {}, here: false });
  });

  it('takes a text that comes last to the end of the line', () => {
    expect(read('help ci  run --here')).toEqual({ name: 'help', values: { command: 'ci run' }, here: true });
    expect(read('help')).toEqual({ name: 'help', values: {}, here: false });
  });

  it('undoes what chat clients do to quotes and dashes', () => {
    expect(read('status “a branch” —here')).toEqual({ name: 'status', values: { branch: 'a branch' }, here: true });
    expect(read("status 'a b' --here")).toEqual({ name: 'status', values: { branch: 'a b' }, here: true });
  });

  it.each([
    ['ci rnu', 4, 'Did you mean “ci run”?'],
    ['ci', 3, '“ci run”'],
    ['stauts', 1, 'Did you mean “status”?'],
    ['deploy everything', 1, 'Try “help”.'],
    ['ci cancel a b', 13, 'takes no more than this: ci cancel [run]'],
    ['status main --loud', 13, 'has no option --loud'],
    ['status "main', 8, 'not closed'],
    ['ci cancel ünder', 11, 'is not a run'],
    ['', 1, 'There is no command'],
  ])('answers “%s” with the position %i and a way on', (text, at, hint) => {
    const mistake = read(text);
    expect(mistake).toMatchObject({ at });
    expect('message' in mistake ? mistake.message : '').toContain(hint);
  });

  it('reads any text without throwing, and points inside it or at its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const line = readLine(text, specs);
        return !('message' in line) || line.at <= text.length + 1;
      }),
      { numRuns: 500 },
    );
    expect(read('x'.repeat(10_000))).toMatchObject({ at: 1 });
  });
});
