import { describe, expect, it, vi } from 'vitest';
import { type Answers, type Ask, askAll, type Question } from '../../extension/commands/ask-all.ts';
import {
  chosenInputs,
  chosenName,
  chosenWorkflow,
  keyOf,
  planRunCi,
  type RunCiFacts,
} from '../../extension/commands/run-ci-plan.ts';
import type { Workflow, WorkflowInput } from '../../protocol/model/workflow.ts';
import { key } from '../support/samples.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const input = (part: Partial<WorkflowInput> = {}): WorkflowInput => ({
  name: 'to',
  type: 'string',
  required: false,
  ...part,
});
const workflow = (part: Partial<Workflow> = {}): Workflow => ({
  provider: 'p',
  id: 'ci.yml',
  name: 'CI',
  inputs: [],
  ...part,
});
const deploy = workflow({
  id: 'deploy.yml',
  name: 'Deploy',
  inputs: [
    input({ name: 'to', type: 'environment', required: true, options: ['staging', 'prod'] }),
    input({ name: 'dry', type: 'boolean', required: true, default: 'true' }),
    input({ name: 'count', type: 'number', required: true }),
    input({ name: 'note', description: 'For the log' }),
  ],
});
const facts = (part: Partial<RunCiFacts> = {}): RunCiFacts => ({
  here: key(),
  workflows: [],
  forHere: false,
  last: () => ({}),
  ...part,
});

/** Answers one question after another, and keeps what was asked. */
function script(...said: (string | undefined)[]) {
  const asked: string[] = [];
  const ask: Ask = async ({ prompt, value, choices, judge }, { step, of }) => {
    asked.push(
      `${step}/${of} ${prompt} [${value ?? ''}]${choices ? ` ${choices.map((each) => each.value).join('|')}` : ''}`,
    );
    const answer = said.shift();
    if (answer === '←') return 'back';
    return answer === undefined || judge?.(answer) ? undefined : { answer };
  };
  return { asked, ask };
}
const go = async (some: Partial<RunCiFacts>, ...said: (string | undefined)[]) => {
  const { asked, ask } = script(...said);
  return { answers: await askAll(planRunCi(facts(some)), ask), asked };
};

describe('Run CI…', () => {
  it('asks for the workflow, the branch and each input, and counts its steps', async () => {
    const workflows = [workflow(), deploy];
    const { answers, asked } = await go({ workflows }, 'p deploy.yml', 'here', 'prod', 'true', '3', '');
    expect(asked).toEqual([
      '1/2 Which workflow [] p ci.yml|p deploy.yml',
      '2/6 What to run CI for [here] here|another',
      '3/6 to [] staging|prod',
      '4/6 dry [true] true|false',
      '5/6 count []',
      '6/6 note: For the log []',
    ]);
    const chosen = chosenWorkflow(workflows, answers as Answers);
    expect([chosen?.name, chosenName(answers as Answers)]).toEqual(['Deploy', undefined]);
    expect(chosenInputs(chosen, answers as Answers)).toEqual({ to: 'prod', dry: 'true', count: '3' });
  });

  it('skips what is no choice', async () => {
    expect(await go({ workflows: [workflow()], forHere: true })).toEqual({ answers: {}, asked: [] });
    expect((await go({}, 'here')).asked).toEqual(['1/1 What to run CI for [here] here|another']);
    expect((await go({ here: undefined, forHere: true }, 'main')).asked).toEqual([
      '1/1 A branch, or a commit of at least seven digits []',
    ]);
  });

  it('goes back to what was answered, and forgets what no longer counts', async () => {
    const { answers, asked } = await go(
      { workflows: [deploy] },
      'another',
      ' main ',
      '←',
      '←',
      'here',
      'staging',
      'false',
      '1',
      'a b',
    );
    expect(asked.slice(0, 6)).toEqual([
      '1/5 What to run CI for [here] here|another',
      '2/6 A branch, or a commit of at least seven digits []',
      '3/6 to [] staging|prod',
      '2/6 A branch, or a commit of at least seven digits [ main ]',
      '1/6 What to run CI for [another] here|another',
      '2/5 to [] staging|prod',
    ]);
    expect(chosenName(answers as Answers)).toBeUndefined();
    expect(chosenInputs(deploy, answers as Answers)).toEqual({ to: 'staging', dry: 'false', count: '1', note: 'a b' });
  });

  it('names another branch', async () => {
    const { answers } = await go({}, 'another', ' main ');
    expect(chosenName(answers as Answers)).toBe('main');
  });

  it('is given up at any step', async () => {
    expect((await go({ workflows: [deploy] }, 'here', undefined)).answers).toBeUndefined();
  });

  it('offers what was given last, unless that is offered no more', async () => {
    const last = () => ({ to: 'gone', dry: 'false', count: '8', note: 'as ever' });
    const { asked } = await go({ workflows: [deploy], forHere: true, last }, 'staging', 'false', '8', 'as ever');
    expect(asked).toEqual([
      '1/4 to [] staging|prod',
      '2/4 dry [false] true|false',
      '3/4 count [8]',
      '4/4 note: For the log [as ever]',
    ]);
  });

  const question = (one: WorkflowInput): Question | undefined =>
    planRunCi(facts({ forHere: true, workflows: [workflow({ inputs: [one] })] }))({})[0];

  it.each<[Partial<WorkflowInput>, string, string | undefined]>([
    [{ required: true }, ' ', 'to is needed.'],
    [{ required: false }, '', undefined],
    [{ type: 'number' }, '1e3', 'to is a number.'],
    [{ type: 'number' }, '-1.5', undefined],
    [{ type: 'environment' }, 'anything', undefined],
    [{}, 'x'.repeat(1_001), 'That is longer than 1000 characters.'],
    [{}, `"'”’`, 'A value cannot hold every kind of quotation mark at once.'],
  ])('judges an input %j: %j', (part, text, expected) => {
    expect(question(input(part))?.judge?.(text)).toBe(expected);
  });

  it('lets an optional choice be none, and sends an empty value only against a default', () => {
    const one = input({ type: 'choice', options: ['a', 'b'], default: 'a' });
    expect(question(one)?.choices?.map(({ value }) => value)).toEqual(['a', 'b', '']);
    expect(chosenInputs(workflow({ inputs: [one] }), { 'input to': '' })).toEqual({ to: '' });
    expect(chosenInputs(workflow({ inputs: [input()] }), { 'input to': '' })).toEqual({});
  });

  it('lets no name from outside look like an icon or break a line', () => {
    const evil = workflow({ name: '$(error)\nred', id: 'x' });
    const [first] = planRunCi(facts({ workflows: [evil, workflow()] }))({});
    expect(first?.choices?.[0]?.label).toBe('\\$(error) red');
    expect(keyOf(evil)).toBe('p x');
  });
});
