import { describe, expect, it } from 'vitest';
import { RunId } from '../../protocol/model/ids.ts';
import { job } from './ci-samples.ts';
import { all, mount, one, settled, wishes, words } from './dom.ts';

const run = RunId.parse('run-1');
const view = { run, next: 1, ended: true, cut: false };
const text = '##[step passed] Set up\nready\n##[step failed] Test\n##[error] 1 failed\n##[step skipped] Clean up\n';
const pane = (part: object = {}) => mount('shiproom-log-pane', { log: { ...view, text, ...part }, heading: 'tests' });
const opened = (root: ParentNode) => all(root, 'details[open] > summary').map(words);

describe('log pane', () => {
  it('folds by step, and opens the one that failed', async () => {
    const element = await pane();
    expect(all(element, 'summary').map(words)).toEqual(['Passed: Set up', 'Failed: Test', 'Skipped: Clean up']);
    expect(opened(element)).toEqual(['Failed: Test']);
    expect(all(element, '.line.bad').map(words)).toEqual(['1 failed']);
  });

  it('opens the step that is being written, and leaves what its reader opened or closed', async () => {
    const element = await pane({ text: '##[step running] Set up\nre', ended: false });
    expect(opened(element)).toEqual(['Running: Set up']);
    const [first] = all<HTMLDetailsElement>(element, 'details');
    if (first) first.open = false;
    first?.dispatchEvent(new Event('toggle'));
    await settled();
    element.log = { ...view, ended: false, text: '##[step running] Set up\nready\n##[step running] Test\nx' };
    await settled();
    expect(opened(element)).toEqual(['Running: Test']);
  });

  it('says why there is no more of it yet', async () => {
    const element = await pane({ text: '', ended: false, note: 'GitHub gives a log when its job has ended.' });
    expect(words(element)).toContain('GitHub gives a log when its job has ended.');
  });

  it('shows another job’s when that is chosen', async () => {
    const element = await pane({ job: 'id-of-test' });
    element.jobs = [job('build'), job('test', 'failed')];
    await settled();
    const wished = wishes(element);
    const select = one(element, 'select') as HTMLSelectElement;
    expect(all(select, 'option').map(words)).toEqual(['Run’s log', 'build (passed)', 'test (failed)']);
    select.value = 'id-of-build';
    select.dispatchEvent(new Event('change'));
    expect(wished).toEqual([{ type: 'open-log', run: 'run-1', job: 'id-of-build' }]);
  });
});
