import type { CommandSpec } from '../../protocol/model/command.ts';
import type { CiRun, Job, Step } from '../../protocol/model/run.ts';
import type { CiCan, Source } from '../../protocol/model/source.ts';
import type { Rights } from '../../media/rights.ts';
import { person, run, capable } from '../support/samples.ts';
import { minute, now } from './samples.ts';

export const can = (part: Partial<CiCan> = {}): CiCan => ({ ...capable, ...part });

export const engine = (part: Partial<Source> = {}): Source => ({
  id: 'memory',
  kind: 'ci',
  name: 'Memory CI',
  state: 'fresh',
  can: can(),
  ...part,
});

const at = { name: 'at', summary: 'Only at this commit', kind: 'commit' } as const;
const command = (name: string, options?: CommandSpec['options']): CommandSpec => ({
  name,
  summary: name,
  effect: 'write',
  arguments: [{ name: 'run', summary: 'The run', kind: 'run', required: false }],
  ...(options && { options }),
});

/** A bot that takes everything that the panel's buttons say. */
export const deeds: CommandSpec[] = [
  {
    ...command('ci run', [
      { name: 'workflow', summary: 'Which', kind: 'word' },
      { name: 'input', summary: 'What it asks for', kind: 'pair' },
      at,
    ]),
    arguments: [{ name: 'branch', summary: 'The branch', kind: 'branch', required: false }],
  },
  command('ci rerun', [
    { name: 'failed', summary: 'Only what failed', kind: 'flag' },
    { name: 'job', summary: 'Only this job', kind: 'word' },
    at,
  ]),
  command('ci cancel'),
  command('ci approve', [{ name: 'comment', summary: 'Why', kind: 'word' }, at]),
  command('ci reject', [{ name: 'comment', summary: 'Why', kind: 'word' }, at]),
  command('claim', [{ name: 'to', summary: 'Hands it over', kind: 'person' }]),
  command('release'),
];

export const rights = (part: Partial<Rights> = {}): Rights => ({
  commands: deeds,
  sources: [engine()],
  me: person('Ana').id,
  ...part,
});

export const step = (number: number, name: string, state: Step['state'] = 'passed'): Step => ({
  number,
  name,
  state,
  startedAt: now - 3 * minute,
  endedAt: now - 2 * minute,
});

export const job = (name: string, state: Job['state'] = 'passed', part: Partial<Job> = {}): Job => ({
  id: `id-of-${name}`,
  name,
  attempt: 1,
  revision: 1,
  state,
  steps: [],
  ...part,
});

export const failed = (part: Parameters<typeof run>[0] = {}): CiRun => run({ state: 'failed', ...part });
