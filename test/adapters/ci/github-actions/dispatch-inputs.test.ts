import { describe, expect, it } from 'vitest';
import { checkInputs } from '../../../../bridge/adapters/ci/github-actions/check-inputs.ts';
import { dispatchInputs } from '../../../../bridge/adapters/ci/github-actions/dispatch-inputs.ts';
import { PlatformError } from '../../../../bridge/ports/platform-error.ts';
import { Workflow } from '../../../../protocol/model/workflow.ts';

const deploy = `
name: Deploy
on:
  push:
  workflow_dispatch:
    inputs:
      target: { type: environment, required: true, description: Where it goes }
      level: { type: choice, options: [info, warn, 3, true], default: warn }
      dry-run: { type: boolean, default: true }
      copies: { type: number, required: true, default: 2 }
      note:
      odd: { type: colour, required: 'true', description: [not, text] }
jobs: {}
`;

const workflowOf = (inputs: Workflow['inputs']): Workflow => ({
  provider: 'github-actions',
  id: 'deploy.yml',
  name: 'Deploy',
  inputs,
});

describe('a workflow that can be started', () => {
  it('asks for typed inputs', () => {
    const inputs = dispatchInputs(deploy);
    expect(inputs).toEqual([
      { name: 'target', type: 'environment', required: true, description: 'Where it goes' },
      { name: 'level', type: 'choice', required: false, default: 'warn', options: ['info', 'warn', '3', 'true'] },
      { name: 'dry-run', type: 'boolean', required: false, default: 'true' },
      { name: 'copies', type: 'number', required: true, default: '2' },
      { name: 'note', type: 'string', required: false },
      { name: 'odd', type: 'string', required: true },
    ]);
  });

  it.each([
    ['on: workflow_dispatch', []],
    ['on: [push, workflow_dispatch]', []],
    ['on:\n  workflow_dispatch:', []],
    ['on:\n  workflow_dispatch: {}', []],
    ['on:\n  workflow_dispatch:\n    inputs:', []],
    ['"on": { workflow_dispatch: { inputs: { a: null } } }', [{ name: 'a', type: 'string', required: false }]],
    ['on: push', undefined],
    ['on: [push]', undefined],
    ['on: { push: { branches: [main] } }', undefined],
    ['on: { workflow_call: { inputs: { a: { type: string } } } }', undefined],
    ['on: { workflow_dispatch: often }', undefined],
    ['on:', undefined],
    ['', undefined],
    ['just text', undefined],
    ['- a list', undefined],
    ['on: { workflow_dispatch: ', undefined],
    ['{on: &a [*a, workflow_dispatch]}', []],
  ])('is found by what stands in %j', (file, inputs) => {
    expect(dispatchInputs(file)).toEqual(inputs);
  });

  it('is read within bounds, whatever the file holds', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'
        .split('')
        .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`),
    ];
    expect(dispatchInputs([...bomb, 'on: *i'].join('\n'))).toBeUndefined();
    expect(dispatchInputs(`on: ${'['.repeat(100_000)}`)).toBeUndefined();
    expect(dispatchInputs(`on: workflow_dispatch # ${'x'.repeat(600_000)}`)).toBeUndefined();
    const began = performance.now();
    const keys = Array.from({ length: 12_000 }, (_, at) => `k${at}: 1`);
    expect(dispatchInputs(`on: workflow_dispatch\n${keys.join('\n')}`)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2000);

    const names = Array.from({ length: 60 }, (_, at) => `      input${at}: {}`);
    const long = `      ${'n'.repeat(101)}: {}\n      "a\\u001bb": {}`;
    const options = JSON.stringify(Array.from({ length: 300 }, (_, at) => (at === 0 ? 'x'.repeat(1001) : `o${at}`)));
    const choice = `      pick: { type: choice, options: ${options}, description: "${'d'.repeat(2000)}" }`;
    const inputs =
      dispatchInputs(['on:', '  workflow_dispatch:', '    inputs:', long, choice, ...names].join('\n')) ?? [];
    expect(Workflow.parse(workflowOf([...inputs])).inputs).toHaveLength(28);
    expect(inputs[0]?.options).toHaveLength(100);
    expect(inputs[0]?.options?.[0]).toBe('o1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(dispatchInputs('on: { workflow_dispatch: { inputs: { __proto__: { polluted: true } } } }')).toBeDefined();
  });
});

describe('inputs that are given', () => {
  const workflow = workflowOf(
    (dispatchInputs(deploy) ?? []).map((input) =>
      input.name === 'target' ? { ...input, options: ['staging', 'production'] } : input,
    ),
  );
  const good = { target: 'staging', odd: 'x' };

  it.each([
    [good],
    [{ ...good, level: '3', 'dry-run': 'false', copies: '-1.5e3', note: 'Grüße' }],
    [{ ...good, copies: '', note: '', level: '' }],
  ])('are taken where the workflow takes them: %j', (given) => {
    // A number that may be left out has a default.
    const lenient = workflowOf(
      workflow.inputs.map((input) => (input.name === 'copies' ? { ...input, required: false } : input)),
    );
    expect(() => checkInputs(lenient, given)).not.toThrow();
  });

  it.each([
    [{ ...good, colour: 'red' }, 'Deploy has no input "colour"'],
    [{ ...good, constructor: 'x' }, 'Deploy has no input "constructor"'],
    [{ odd: 'x' }, 'the input "target" is missing'],
    [{ target: '', odd: 'x' }, 'the input "target" names no environment: ""'],
    [{ target: 'prod', odd: 'x' }, 'the input "target" names no environment: "prod"'],
    [{ ...good, level: 'debug' }, 'the input "level" has no option "debug"'],
    [{ ...good, 'dry-run': 'yes' }, 'the input "dry-run" is neither true nor false'],
    [{ ...good, 'dry-run': '' }, 'the input "dry-run" is neither true nor false'],
    [{ ...good, copies: 'two' }, 'the input "copies" is not a number'],
    [{ ...good, copies: '' }, 'the input "copies" is not a number'],
    [{ ...good, copies: 'Infinity' }, 'the input "copies" is not a number'],
    [{ ...good, note: 'x'.repeat(70_000) }, 'the inputs are too long'],
  ])('are refused in words: %j', (given, word) => {
    expect(() => checkInputs(workflow, given)).toThrow(new PlatformError('refused', word));
  });
});
