import type { CardKey } from '../../protocol/model/card.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import type { WorkFact } from '../../protocol/model/work.ts';
import { BranchName, DeviceId, PersonId, RepositoryId, RoomId, RunId, Sha } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';

/** A person whose id is their name in lower case. */
export const person = (name: string): Person => ({ id: PersonId.parse(name.toLowerCase()), name });

export const room = RoomId.parse('web');
export const repository = RepositoryId.parse('example.com/acme/web');

export const key = (branch = 'feat/login'): CardKey => ({ repository, branch: BranchName.parse(branch) });

/** A commit id made of one hexadecimal digit. */
export const sha = (digit = 'a'): Sha => Sha.parse(digit.repeat(40));

export const device = (name = 'laptop'): DeviceId => DeviceId.parse(`device-${name}`);

const clean = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };

export const work = (part: Partial<WorkFact> = {}): WorkFact => ({
  device: device(),
  by: person('Ana'),
  counter: 1,
  head: sha('a'),
  changes: clean,
  at: 1000,
  ...part,
});

export const forge = (part: Partial<ForgeFact> = {}): ForgeFact => ({
  forge: 'memory',
  revision: 1,
  base: BranchName.parse('main'),
  ahead: 1,
  behind: 0,
  conflicts: 'none',
  merged: false,
  ...part,
});

export const run = (part: Partial<Omit<CiRun, 'run'>> & { readonly run?: string } = {}): CiRun => ({
  provider: 'memory',
  workflow: 'tests',
  commit: sha('a'),
  attempt: 1,
  revision: 0,
  state: 'queued',
  queuedAt: 1000,
  failures: [],
  lines: [],
  ...part,
  run: RunId.parse(part.run ?? 'run-1'),
});

/** What an engine can do that can everything. */
export const capable: CiCan = {
  liveLog: true,
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: true,
  rerunJob: true,
  debug: true,
  decide: true,
};
