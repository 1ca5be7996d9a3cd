import { describe, expect, it } from 'vitest';
import type { CiRun } from '../../protocol/model/run.ts';
import { key, sha } from '../support/samples.ts';
import { engine, failed, job, rights, step } from './ci-samples.ts';
import { all, button, mount, nameOf, one, settled, wishes, words } from './dom.ts';
import { minute, now } from './samples.ts';

const jobs = (run: CiRun) => mount('shiproom-jobs', { run, about: key(), base: 'main', rights: rights(), now });
const open = (root: ParentNode) => all(root, '.row [aria-expanded="true"]').map((each) => words(one(each, '.title')));
const names = (root: ParentNode) => all(root, '.row .title').map(words);

describe('jobs', () => {
  it('open the one that failed, with its failing tests and the step that failed', async () => {
    const steps = Array.from({ length: 8 }, (_, index) =>
      step(index + 1, `step ${index + 1}`, index === 5 ? 'failed' : 'passed'),
    );
    const failures = [
      { name: 'adds tax', file: 'cart.test.ts', line: 4, job: 'test', triage: 'new' as const },
      { name: 'rounds', job: 'test', triage: 'flaky' as const, flaky: { failed: 3, of: 20 } },
      { name: 'pages', job: 'test', triage: 'on-base' as const },
    ];
    const element = await jobs(failed({ jobs: [job('build'), job('test', 'failed', { steps })], failures }));
    expect(words(one(element, '.fold'))).toContain('2 jobs: 1 failed, 1 passed');
    expect(open(element)).toEqual(['test']);
    expect(all(element, 'shiproom-failures li').map(words)).toEqual([
      'adds tax new cart.test.ts:4',
      'rounds flaky: 3 of the last 20 failed',
      'pages also red on main',
    ]);
    expect(all(element, '.step').map(words)).toEqual(['Failed: step 6 1 min']);
    button(element, 'Show all 8 steps').click();
    await settled();
    expect(all(element, '.step')).toHaveLength(8);
  });

  it('stay as their reader left them, and never close by themselves', async () => {
    const element = await jobs(failed({ jobs: [job('build'), job('test', 'failed')] }));
    button(element, 'build passed').click();
    await settled();
    expect(open(element)).toEqual(['build', 'test']);
    // A new attempt gives the jobs new ids.
    const again = [job('build', 'queued', { id: 'n1', attempt: 2 }), job('test', 'running', { id: 'n2', attempt: 2 })];
    element.run = failed({ state: 'running', attempt: 2, jobs: again });
    await settled();
    expect(open(element)).toEqual(['build', 'test']);
    button(element, 'test running').click();
    await settled();
    element.run = failed({ attempt: 2, jobs: [job('build'), job('test', 'failed')] });
    await settled();
    expect(open(element)).toEqual(['build']);
    element.run = failed({ state: 'passed', attempt: 3, jobs: [job('build'), job('test')] });
    await settled();
    expect(names(element)).toEqual(['build', 'test']);
  });

  it('are folded where their run had passed when it was first seen', async () => {
    const element = await jobs(failed({ state: 'passed', jobs: [job('build'), job('test')] }));
    expect(names(element)).toEqual([]);
    button(element, '2 jobs: 2 passed').click();
    await settled();
    expect(names(element)).toEqual(['build', 'test']);
  });

  it('show of sixty what is not done first, and three that failed open', async () => {
    const many = Array.from({ length: 60 }, (_, index) => job(`j${index}`, index % 12 === 5 ? 'failed' : 'passed'));
    const element = await jobs(failed({ jobs: many }));
    expect(names(element)).toEqual(['j5', 'j17', 'j29', 'j41', 'j53']);
    expect(open(element)).toEqual(['j5', 'j17', 'j29']);
    const rest = button(element, 'Show 55 more jobs: 55 passed');
    expect(rest.getAttribute('aria-expanded')).toBe('false');
    rest.click();
    await settled();
    expect(names(element)).toHaveLength(60);
  });

  it('keep apart jobs of one name', async () => {
    const element = await jobs(failed({ jobs: [job('test', 'failed'), job('test', 'passed', { id: '2' })] }));
    expect(all(element, '.row [aria-expanded]').map((each) => each.getAttribute('aria-expanded'))).toEqual([
      'true',
      'false',
    ]);
  });

  it('are run again one by one, and have logs of their own', async () => {
    const element = await jobs(failed({ jobs: [job('test', 'failed', { id: '17', url: 'https://ci.example/17' })] }));
    const wished = wishes(element);
    button(element, 'Rerun job test').click();
    button(element, 'Open log of test').click();
    expect(wished).toEqual([
      { type: 'run', line: `ci rerun run-1 --job 17 --at ${sha('a')}`, about: key() },
      { type: 'open-log', run: 'run-1', job: '17' },
    ]);
    expect(words(one(element, '.more a'))).toBe('Open at Memory CI');
    element.rights = rights({ sources: [engine({ can: undefined })] });
    await settled();
    expect(all(element, '[aria-label="Rerun job test"]')).toEqual([]);
  });

  it('name each button for whoever does not see beside what it stands', async () => {
    const times = { startedAt: now - 3 * minute, endedAt: now - minute };
    const element = await jobs(
      failed({ jobs: [job('a', 'failed', times), job('b', 'passed', { mayFail: true, ...times })] }),
    );
    expect(all(element, 'button').map(nameOf)).toEqual([
      '2 jobs: 1 failed, 1 passed',
      'a failed 2 min',
      'Open log of a',
      'Rerun job a',
      'b passed may fail 2 min',
      'Open log of b',
    ]);
  });
});
