// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTrouble, type LogPart, logTree } from '../../media/log-tree.ts';

/** Every line that a tree shows, names included, in order. */
const shown = (parts: readonly LogPart[]): string[] =>
  parts.flatMap((part) => ('parts' in part ? [part.name, ...shown(part.parts)] : part.text.split('\n')));

describe('a log', () => {
  it('without marks is one text', () => {
    expect(logTree('one\ntwo\n')).toEqual([{ type: 'text', text: 'one\ntwo' }]);
    expect(logTree('')).toEqual([]);
  });

  it('folds by steps and groups, and lets errors and warnings stand out', () => {
    const text =
      '##[step passed] Set up\na\n##[group] Env\nb\n##[endgroup]\nc\n##[step failed] Test\n##[error] no\n##[warning] hm\n';
    expect(logTree(text)).toEqual([
      {
        type: 'step',
        state: 'passed',
        name: 'Set up',
        parts: [
          { type: 'text', text: 'a' },
          { type: 'group', state: undefined, name: 'Env', parts: [{ type: 'text', text: 'b' }] },
          { type: 'text', text: 'c' },
        ],
      },
      {
        type: 'step',
        state: 'failed',
        name: 'Test',
        parts: [
          { type: 'error', text: 'no' },
          { type: 'warning', text: 'hm' },
        ],
      },
    ]);
  });

  it('ends what nobody closed with its step, and leaves alone what nobody opened', () => {
    const tree = logTree('##[endgroup]\n##[group] A\n##[group] B\nx\n##[step running] S\n##[endgroup]\ny');
    expect(tree.map((part) => ('parts' in part ? part.name : part.text))).toEqual(['A', 'S']);
    expect(shown(tree)).toEqual(['A', 'B', 'x', 'S', 'y']);
  });

  it('knows where to look first', () => {
    const trouble = (text: string) => logTree(text).map(isTrouble);
    expect(trouble('##[step passed] A\n##[error] mended\n##[step failed] B\n##[step timed-out] C')).toEqual([
      false,
      true,
      true,
    ]);
    expect(trouble('##[group] A\n##[group] B\n##[error] e\n##[endgroup]\n##[endgroup]\n##[group] C\nx')).toEqual([
      true,
      false,
    ]);
  });

  it('loses no line, whatever its marks are', () => {
    const line = fc.oneof(
      fc.constantFrom('##[endgroup]', '##[group] g', '##[step passed] s', '##[step failed] f', '##[error] e', ''),
      fc.string({ maxLength: 8 }).map((text) => text.replaceAll('\n', '')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const said = lines.filter((each) => each !== '##[endgroup]').map((each) => each.replace(/^##\[[a-z ]+\] /, ''));
        expect(shown(logTree(lines.map((each) => `${each}\n`).join('')))).toEqual(said);
      }),
    );
  });
});
