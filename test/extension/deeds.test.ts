import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forge, key, run as runOf, sha } from '../support/samples.ts';
import { begin, id, job } from './actions.ts';
import { pressing, run, said } from './live-window.ts';
import { editor, type Shown } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

describe('rerunning', () => {
  it('is of the run that it was called on, bound to the commit that is shown', async () => {
    const { errands } = begin({ ci: [runOf({ state: 'failed' })], forge: forge({ head: sha('a') }) });
    await run('rerunFailed', { run: id });
    await run('rerunCi', { run: id });
    expect(errands).toMatchObject([
      { deed: { type: 'rerun', what: 'failed', debug: false, run: { run: id } }, about: key(), at: sha('a') },
      { deed: { what: 'all' } },
    ]);
  });

  it('is bound to no commit where the run is seen to be of an older one', async () => {
    const { errands } = begin({ ci: [runOf({ state: 'failed' })], forge: forge({ head: sha('b'), revision: 2000 }) });
    await run('rerunFailed', { run: id });
    expect(errands).toMatchObject([{ at: undefined }]);
  });

  it('asks which run, which job and what, failing ones first', async () => {
    const jobs = [job('1'), job('2', { state: 'running' }), job('3', { state: 'failed' })];
    const { errands } = begin({ ci: [runOf({ state: 'failed', jobs })] });
    editor.answer = ({ text, choices }: Shown) => (text === 'Rerun Job' ? choices[0] : choices[1]);
    await run('rerunJob');
    await run('rerunDebug');
    expect(editor.shown.filter(({ kind }) => kind === 'pick').map(({ choices }) => choices)).toEqual([
      ['job 3', 'job 2', 'job 1'],
      ['Failed Jobs', 'All Jobs', 'Job job 3', 'Job job 2', 'Job job 1'],
    ]);
    expect(errands).toMatchObject([
      { deed: { what: { job: { id: '3' } }, debug: false } },
      { deed: { what: 'all', debug: true } },
    ]);
  });

  it('says why there is nothing to run again', async () => {
    const { errands } = begin({ ci: [runOf({ state: 'passed' })] });
    await run('rerunFailed', { run: id });
    await run('rerunJob');
    await run('rerunJob', { run: 'gone' });
    expect(said()).toEqual([
      'Rerun Failed Jobs: no CI run of this branch is there for it, or its engine cannot do that.',
      'Rerun Job: no CI run of this branch is there for it, or its engine cannot do that.',
      'That run is on no card any more.',
    ]);
    expect(errands).toEqual([]);
  });

  it('says that somebody else was quicker', async () => {
    const { errands } = begin({ ci: [runOf({ state: 'running', workflow: 'CI', number: 1 })] });
    await run('rerunFailed', { run: id });
    await run('rerunCi');
    expect(said()).toEqual(['Rerun Failed Jobs: CI #1 is still under way.', 'Rerun CI: CI #1 is still under way.']);
    expect(errands).toEqual([]);
  });
});

describe('a deployment', () => {
  const gates = [
    { environment: 'staging', approvers: ['ana'] },
    { environment: 'prod', approvers: [] },
  ];
  const waiting = { ci: [runOf({ state: 'waiting', number: 42, gates })] };
  const prod = { run: id, environment: 'prod' };

  it('[E5] is approved only once its user has seen the environment, the commit and the workflow', async () => {
    const { errands } = begin(waiting);
    editor.answer = pressing({ 'Approve Deployment to prod': ' fine ', 'Approve the deployment to prod?': 'Approve' });
    await run('approve', prod);
    expect(editor.shown.at(1)).toMatchObject({
      modal: true,
      choices: ['Approve'],
      detail: `Environment: prod\nWorkflow: tests #42\nBranch: feat/login\nCommit: ${sha('a')}`,
    });
    expect(errands).toMatchObject([
      {
        deed: { type: 'decide', environment: 'prod', verdict: 'approved', comment: 'fine' },
        about: key(),
        at: sha('a'),
      },
    ]);
  });

  it('is not answered where the question is closed at either step', async () => {
    const { errands } = begin(waiting);
    await run('reject', prod);
    editor.answer = pressing({ 'Reject Deployment to prod': '' });
    await run('reject', prod);
    expect(errands).toEqual([]);
  });

  it('is picked where several wait, and said to be of an older commit', async () => {
    const { errands } = begin({ ...waiting, forge: forge({ head: sha('b'), revision: 2000 }) });
    editor.answer = ({ kind, text }) => (kind === 'pick' ? 'staging' : text.endsWith('?') ? 'Reject' : 'no');
    await run('reject');
    expect(editor.shown.at(-2)?.detail).toContain(
      'The branch has moved on since: this is an older commit.\nAsked of @ana',
    );
    expect(errands).toMatchObject([{ deed: { environment: 'staging', verdict: 'rejected' }, at: undefined }]);
  });

  it('is nothing where none waits', async () => {
    begin({ ci: [runOf({ state: 'passed', gates })] });
    await run('approve');
    expect(said()).toEqual(['No deployment waits here for an approval that can be given.']);
  });
});
