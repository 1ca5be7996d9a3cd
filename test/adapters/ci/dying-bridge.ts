import { systemClock } from '../../../bridge/adapters/clock/system/index.ts';
import { createLocalCi } from '../../../bridge/adapters/ci/local/index.ts';
import { id, type Start } from './local-ci-scene.ts';

/** What a bridge is told that only lives to be killed: where the repository is, where to work, and what to run. */
export interface Life {
  readonly repository: string;
  readonly beside: string;
  readonly orders: readonly Start[];
}

/** Run as a program: does the orders, and says each report on a line of its own. */
async function live({ repository, beside, orders }: Life): Promise<void> {
  const provider = createLocalCi({
    repositories: new Map([[id, repository]]),
    clock: systemClock(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    worktrees: `${beside}/worktrees`,
    logs: `${beside}/logs`,
    environment: { PATH: process.env['PATH'], HOME: beside },
    settings: { test: ['sh', 'ci.sh'], reports: [], timeLimitMs: 600_000, environment: {} },
  });
  await provider.open(async (report) => void process.stdout.write(`${JSON.stringify(report)}\n`), []);
  for (const order of orders) await provider.act(order);
}

const told = process.argv[2];
if (told !== undefined) await live(JSON.parse(told) as Life);
