import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stepsOf } from '../../extension/commands/link.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { forge, person, run as runOf, sha } from '../support/samples.ts';
import { begin, id, job } from './actions.ts';
import { pressing, run, said } from './live-window.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const link: Message = {
  text: 'Open https://forge.example/device and type ABCD-1234.',
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'Open ' },
        { type: 'link', text: 'here', href: 'https://forge.example/device' },
        { type: 'code', text: 'ABCD-1234' },
      ],
    },
  ],
};

describe('a red build', () => {
  it('is claimed, released and handed over', async () => {
    const { lines } = begin({ ci: [runOf({ state: 'failed' })] });
    editor.answer = pressing({ 'Hand Over Red Build': 'Ben' });
    for (const name of ['claim', 'release', 'handOver'] as const) await run(name);
    expect(lines).toEqual(['claim', 'release', 'claim --to ben']);
    // Seen where it was asked for: nothing pops up.
    expect(said()).toEqual([]);
    expect(editor.shown.filter(({ kind }) => kind === 'status').map(({ text }) => text)).toEqual(
      Array(3).fill('Done.'),
    );
  });

  it('is not there to be handed over where nothing is red: that is said, with what is left to do, and nobody is offered', async () => {
    const { lines } = begin({ ci: [runOf({ state: 'passed' })] });
    await run('handOver');
    expect(editor.shown[0]).toMatchObject({ kind: 'warning', choices: ['Show Now'] });
    expect(said()).toEqual(['Nothing is red on this branch, so there is nothing to hand over.']);
    begin({ ci: [runOf({ state: 'running' })], claim: { by: person('Ana'), at: 1 } });
    await run('handOver');
    expect(editor.shown.at(-1)).toMatchObject({ choices: ['Release Claim'] });
    expect(said().at(-1)).toContain('Nothing is red on this branch just now');
    expect(lines).toEqual([]);
  });

  it('has nobody to be handed to where nobody is there', async () => {
    const { lines } = begin({ ci: [runOf({ state: 'failed' })], claim: { by: person('Ben'), at: 1 } });
    await run('handOver');
    expect([said(), lines]).toEqual([['Nobody else is in the room now.'], []]);
  });
});

describe('running CI', () => {
  const deploy: Workflow = {
    provider: 'p',
    id: 'deploy.yml',
    name: 'Deploy',
    inputs: [{ name: 'to', type: 'choice', required: true, options: ['staging', 'prod'] }],
  };

  it('goes through one flow with a way back, and offers next time what was given', async () => {
    const { errands, answers } = begin({ forge: forge({ head: sha('c') }) });
    answers.workflows = [deploy];
    const script = ['$(search) Another Branch or Commit…', '←', '$(git-branch) This Branch', 'prod'];
    editor.answer = ({ kind }) => (kind === 'pick' || kind === 'input' ? script.shift() : undefined);
    await run('runCi');
    expect(editor.steps).toEqual([
      '1/2 What to run CI for [$(git-branch) This Branch]',
      '2/3 A branch, or a commit of at least seven digits []',
      '1/3 What to run CI for [$(search) Another Branch or Commit…]',
      '2/2 to []',
    ]);
    expect(errands).toMatchObject([
      {
        deed: { type: 'start', workflow: deploy, named: undefined, branch: 'feat/login', inputs: { to: 'prod' } },
        at: sha('c'),
      },
    ]);
    editor.steps = [];
    script.push('prod');
    await run('runCi', { context: 'ci claimable' });
    expect(editor.steps).toEqual(['1/1 to [prod]']);
    expect([...editor.live].filter((each) => each.startsWith('quick input'))).toEqual([]);
  });

  it('is bound to the branch that was named, where it is known', async () => {
    const { errands } = begin();
    const script = ['$(search) Another Branch or Commit…', 'main'];
    editor.answer = ({ kind }) => (kind === 'pick' || kind === 'input' ? script.shift() : undefined);
    await run('runCi');
    expect(errands).toMatchObject([{ deed: { named: 'main', branch: undefined }, at: undefined }]);
  });
});

describe('a refusal', () => {
  it.each([
    ['identity_not_linked', 'Link Account…', 'shiproom.link'],
    ['stale_target', 'Look Again', 'shiproom.now.focus'],
  ])('has its next step: %s', async (slug, button, command) => {
    const { answers } = begin({ ci: [runOf({ state: 'failed' })] });
    answers.slug = slug;
    editor.answer = pressing({ 'Refused.': button });
    await run('rerunCi', { run: id });
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: [button] });
    await expect.poll(() => editor.executed.map(([first]) => first)).toContain(command);
  });

  it('is said as it is where there is nothing to do', async () => {
    const { answers } = begin({ ci: [runOf({ state: 'failed' })] });
    answers.slug = 'toString';
    await run('rerunCi', { run: id });
    expect(said()).toEqual(['Rerun CI: Refused.']);
  });
});

describe('linking an account', () => {
  it('shows the code, copies it, and opens the page', async () => {
    const { lines, answers } = begin();
    answers.reply = link;
    editor.answer = pressing({ 'Your code is ABCD-1234': 'Copy Code and Open Page' });
    await run('link');
    expect([lines, editor.clipboard, editor.opened]).toEqual([['link'], 'ABCD-1234', ['https://forge.example/device']]);
    expect(editor.shown[0]).toMatchObject({ modal: true, detail: expect.stringContaining('forge.example') });
  });

  it('opens nothing before it is asked to, and shows any other answer as it is', async () => {
    const { answers } = begin();
    answers.reply = link;
    await run('link');
    answers.reply = { text: 'You are @ana.', blocks: [] };
    await run('link');
    expect([editor.clipboard, editor.opened, said().at(-1)]).toEqual(['', [], 'You are @ana.']);
    expect(stepsOf({ text: '', blocks: [{ type: 'code', text: 'ABCD-1234' }] })).toBeUndefined();
  });
});

describe('opening', () => {
  it('a log asks which job, failing ones first, and needs not ask on a job’s row', async () => {
    const jobs = [job('1'), job('2', { state: 'failed' })];
    const { logs, terminals } = begin({ ci: [runOf({ state: 'failed', number: 4, jobs })] });
    editor.answer = ({ choices }) => choices[0];
    await run('openLog');
    await run('openLogInTerminal', { run: id, job: '1' });
    expect(logs).toEqual([{ run: id, job: '2', title: 'tests #4 job 2' }]);
    expect(terminals).toEqual([{ run: id, job: '1', title: 'tests #4 job 1' }]);
    expect(editor.shown.filter(({ kind }) => kind === 'pick')).toHaveLength(1);
  });

  it('a page opens what is a page, and nothing else', async () => {
    const pullRequest = { number: 7, title: 'x', url: 'https://forge.example/7', state: 'open' } as const;
    begin({ forge: forge({ pullRequest }) });
    await run('openPullRequest');
    await run('openPage', { href: 'https://ci.example/1' });
    await run('openPage', { href: 'command:workbench.action.terminal.new' });
    expect(editor.opened).toEqual(['https://forge.example/7', 'https://ci.example/1']);
  });
});

describe('a button of a row', () => {
  const press = async (name: 'cancelRun' | 'runCi', ...args: unknown[]) => {
    const handler: ((...all: unknown[]) => unknown) | undefined = editor.commands.get(`shiproom.${name}`);
    await handler?.(...args);
  };

  it('is about no other run where its row was being drawn anew, which VS Code hands over as nothing', async () => {
    const { errands } = begin({ ci: [runOf({ state: 'running' })] });
    await press('cancelRun', undefined, undefined);
    expect([said(), errands]).toEqual([['Cancel Run: That row has just changed. Look at it and try again.'], []]);
    await press('cancelRun');
    expect(errands).toHaveLength(1);
  });

  it('in a title has no row at all', async () => {
    const { errands } = begin({ forge: forge({ head: sha('c') }) });
    editor.answer = pressing({ 'Run CI': '$(git-branch) This Branch' });
    await press('runCi', undefined, undefined);
    expect([said().filter((each) => each.includes('row')), errands.length]).toEqual([[], 1]);
  });
});
