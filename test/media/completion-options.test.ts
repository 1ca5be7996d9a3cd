// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { complete, type Known } from '../../media/completion.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';
import { deeds, job } from './ci-samples.ts';
import { card } from './samples.ts';

const workflows: Workflow[] = [
  {
    provider: 'memory',
    id: 'release.yml',
    name: 'Release',
    inputs: [
      { name: 'level', type: 'choice', required: true, options: ['patch', 'minor', 'a b'] },
      { name: 'dry', type: 'boolean', description: 'Only try', required: false },
      { name: 'note', type: 'string', required: false },
    ],
  },
  { provider: 'memory', id: 'docs.yml', name: 'Docs', inputs: [{ name: 'page', type: 'string', required: false }] },
];
const known: Known = {
  commands: deeds,
  cards: [
    card('feat/login', {
      ci: [
        run({ run: 'r1', jobs: [job('build'), job('unit tests')] }),
        run({ run: 'r2', jobs: [job('lint')], gates: [{ environment: 'Production EU', approvers: [] }] }),
      ],
      work: [work({ head: sha('a') })],
      forge: forge({ head: sha('b') }),
    }),
  ],
  people: [{ person: person('Ana Bo'), on: key() }],
  workflows,
};
const inserts = (text: string, more = known) =>
  complete(text, text.length, more)?.offers.map(({ insert }) => insert.trim());

describe('options', () => {
  it('are offered by name after two hyphens, each once', () => {
    expect(inserts('/ci rerun r1 --')).toEqual(['--failed', '--job', '--at', '--here']);
    expect(inserts('/ci rerun --failed --')).toEqual(['--job', '--at', '--here']);
    expect(inserts('/ci rerun r1 --f')).toEqual(['--failed']);
    expect(inserts('/ci cancel r1 --')).toEqual(['--here']);
  });

  it('of which several may stand there are offered again', () => {
    expect(inserts('/ci run --input a=b --')).toEqual(['--workflow', '--input', '--at', '--here']);
  });

  it.each([
    ['/ci rerun r1 --job ', ['build', '"unit tests"']],
    ['/ci rerun --job ', ['build', '"unit tests"', 'lint']],
    ['/ci rerun r1 --at ', ['aaaaaaa', 'bbbbbbb']],
    ['/claim --to ', ['"Ana Bo"']],
    ['/ci run --workflow ', ['release.yml', 'docs.yml']],
    [
      '/ci run --workflow release.yml --input ',
      ['level=patch', 'level=minor', '"level=a b"', 'dry=true', 'dry=false', 'note='],
    ],
    ['/ci run --workflow docs.yml --input ', ['page=']],
    ['/ci run --workflow release.yml --input level=m', ['level=minor']],
  ])('have their values offered: %s', (text, offers) => {
    expect(inserts(text)).toEqual(offers);
  });

  it('do not take the place of an argument, nor does a value', () => {
    expect(inserts('/ci rerun --failed ')).toEqual(['r1', 'r2']);
    expect(inserts('/ci rerun --job build ')).toEqual(['r1', 'r2']);
    expect(inserts('/ci run --workflow docs.yml ')).toEqual(['feat/login']);
    expect(inserts('/ci approve r2 --comment ')).toBeUndefined();
  });

  it('have none to offer where nobody told what can be started', () => {
    expect(inserts('/ci run --workflow ', { ...known, workflows: undefined })).toBeUndefined();
  });

  it('of a gate are what it waits for', () => {
    const commands = [
      {
        name: 'ci approve',
        summary: '',
        effect: 'write' as const,
        arguments: [
          { name: 'run', summary: '', kind: 'run' as const, required: false },
          { name: 'environment', summary: '', kind: 'word' as const, required: false },
        ],
      },
    ];
    expect(inserts('/ci approve r2 ', { ...known, commands })).toEqual(['"Production EU"']);
  });
});
