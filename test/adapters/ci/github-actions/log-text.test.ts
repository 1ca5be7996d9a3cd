import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedPart, logText } from '../../../../bridge/adapters/ci/github-actions/log-text.ts';
import type { CiState, Step } from '../../../../protocol/model/run.ts';

const start = Date.UTC(2026, 10, 23, 10, 0, 0);
const step = (number: number, name: string, state: CiState, at?: number): Step => ({
  number,
  name,
  state,
  ...(at !== undefined && { startedAt: start + at * 1000 }),
});
/** A line as GitHub keeps it; `at` in seconds. */
const line = (at: number, text: string): string =>
  `${new Date(start + at * 1000).toISOString().replace('Z', '0000Z')} ${text}`;
const plain = async (log: string, steps: readonly Step[] = [], secrets: readonly string[] = []): Promise<string> =>
  logText({ bytes: Buffer.from(log), cut: false, steps, style: 'plain', secrets });

const steps = [
  step(1, 'Set up job', 'passed', 0),
  step(2, 'Run actions/checkout@v5', 'passed', 2),
  step(3, 'Install', 'passed', 2),
  step(4, 'Only on main', 'skipped'),
  step(5, 'Run tests', 'failed', 5),
  step(8, 'Post Run actions/checkout@v5', 'passed', 9),
  step(9, 'Complete job', 'passed', 9),
];

const log = [
  `\ufeff${line(0.5, "Current runner version: '2.330.0'")}`,
  line(0.9, '##[group]Runner Image'),
  line(0.9, 'Image: ubuntu-24.04'),
  line(0.9, '##[endgroup]'),
  line(2.1, '##[group]Run actions/checkout@v5'),
  line(2.1, '##[endgroup]'),
  line(2.3, 'HEAD is now at 1234567'),
  line(2.6, '##[group]Run npm ci'),
  line(2.6, '\u001b[36;1mnpm ci\u001b[0m'),
  line(2.6, '##[endgroup]'),
  line(5.2, 'added 12 packages'),
  line(5.4, '##[group]Run npm test'),
  line(5.4, '##[endgroup]'),
  line(6.8, '##[warning]It is slow'),
  line(8.9, '\u001b[31mnot ok 1 - adds\u001b[39m'),
  line(9, '##[error]Process completed with exit code 1.'),
  line(9.4, 'Post job cleanup.'),
  line(9.5, '[command]/usr/bin/git version'),
  line(9.8, 'Cleaning up orphan processes'),
  '',
].join('\n');

describe('a job’s log', () => {
  it('is divided into its steps', async () => {
    expect(await plain(log, steps)).toBe(
      [
        '##[step passed] Set up job',
        "Current runner version: '2.330.0'",
        '##[group] Runner Image',
        'Image: ubuntu-24.04',
        '##[endgroup] ',
        '##[step passed] Run actions/checkout@v5',
        '##[group] Run actions/checkout@v5',
        '##[endgroup] ',
        'HEAD is now at 1234567',
        '##[step passed] Install',
        '##[group] Run npm ci',
        'npm ci',
        '##[endgroup] ',
        'added 12 packages',
        '##[step skipped] Only on main',
        '##[step failed] Run tests',
        '##[group] Run npm test',
        '##[endgroup] ',
        '##[warning] It is slow',
        'not ok 1 - adds',
        '##[error] Process completed with exit code 1.',
        '##[step passed] Post Run actions/checkout@v5',
        'Post job cleanup.',
        '[command]/usr/bin/git version',
        '##[step passed] Complete job',
        'Cleaning up orphan processes',
        '',
      ].join('\n'),
    );
  });

  it('is divided by times alone, where the runner marks nothing', async () => {
    const three = [step(1, 'Set up job', 'passed', 0), step(2, 'Build', 'passed', 3), step(3, 'Test', 'failed', 6)];
    const text = [
      line(1, 'a'),
      line(3.5, 'still a, by the clock of the runner'),
      line(4, 'b'),
      'b, without a time',
      line(8, 'c'),
    ];
    expect(await plain(text.join('\n'), three)).toBe(
      [
        '##[step passed] Set up job',
        'a',
        'still a, by the clock of the runner',
        '##[step passed] Build',
        'b',
        'b, without a time',
        '##[step failed] Test',
        'c',
        '',
      ].join('\n'),
    );
  });

  it('leaves what an action runs itself in the step of the action', async () => {
    const two = [
      step(1, 'Set up', 'passed', 0),
      step(2, 'Run ./.github/actions/prepare', 'passed', 1),
      step(3, 'Run actions/cache@v4', 'passed', 1),
    ];
    const text = [
      line(0, 'x'),
      line(1.1, '##[group]Run ./.github/actions/prepare'),
      line(1.2, '##[group]Run echo inner'),
      line(1.3, '##[group]Run actions/cache@v4'),
    ];
    const marks = (await plain(text.join('\n'), two)).split('\n').filter((each) => each.startsWith('##['));
    expect(marks).toEqual([
      '##[step passed] Set up',
      '##[step passed] Run ./.github/actions/prepare',
      '##[group] Run ./.github/actions/prepare',
      '##[group] Run echo inner',
      '##[step passed] Run actions/cache@v4',
      '##[group] Run actions/cache@v4',
    ]);
  });

  it('shows what belongs to the step that failed', async () => {
    const part = failedPart(await plain(log, steps));
    expect(part).toBe('##[warning] It is slow\nnot ok 1 - adds\n##[error] Process completed with exit code 1.\n');
    expect(failedPart('no steps\nat all')).toBe('no steps\nat all');
  });

  it('[T14] has no control characters but colours, and those only where they are asked for', async () => {
    const bytes = Buffer.from(
      `${line(1, '\u001b]8;;http://evil\u0007link\u001b]8;;\u0007 \u001b[1;31mred\u001b[2J\u202e \u0000')}\n`,
    );
    const order = { bytes, cut: false, steps: [], secrets: [] };
    expect(await logText({ ...order, style: 'plain' })).toBe('link red \n');
    expect(await logText({ ...order, style: 'sgr' })).toBe('link \u001b[1;31mred \n');
  });

  it('[T15] hides secrets, wherever they are cut', async () => {
    const secret = 'hunter2-hunter2';
    const filler = 'x'.repeat(64 * 1024 - 20);
    for (let cut = 0; cut <= secret.length; cut += 1) {
      const text = await plain(`${filler.slice(cut)}${secret}${'y'.repeat(40)}\nagain ${secret}\n`, [], [secret]);
      expect(text).not.toContain('hunter2');
      expect(text.split('***')).toHaveLength(3);
    }
  });

  it('says that it is longer, where it is', async () => {
    const text = await logText({ bytes: Buffer.from('Grüße'), cut: true, steps: [], style: 'plain', secrets: [] });
    expect(text).toBe('Grüße\n[This log is longer. GitHub has the whole of it.]\n');
  });

  it('loses no line, whatever is in it', async () => {
    const words = fc.array(
      fc.constantFrom('ok', '##[error]', '2026-11-23T10:00:00Z', 'ü', '', ' ', '##[step failed] x'),
      { maxLength: 6 },
    );
    const lines = fc.array(
      words.map((all) => all.join('')),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(lines, async (all) => {
        const text = await plain(all.map((each, at) => line(at, each)).join('\n'));
        expect(text).toBe(`${all.map((each) => each.replace(/^##\[error\] ?/, '##[error] ')).join('\n')}\n`);
      }),
      { numRuns: 60 },
    );
  });
});
