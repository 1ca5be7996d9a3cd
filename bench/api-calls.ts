/**
 * GitHub API calls of a busy day: 40 people on 120 branches, 2,000 deliveries about CI, eight hours. The bridge with its hook and without,
 * as it is: its real use cases and adapters, asking a GitHub on loopback. Beside it the peer of an editor extension: one poller for each
 * developer, which asks for the pull request and the runs of the branch that its developer is on, at the bridge's own pace.
 * `npm run bench:api` prints a table, and one JSON object as its last line; `--routes` adds the calls of each route.
 */
import { type Counted, live } from './busy-day/live.ts';
import { peers } from './busy-day/peers.ts';
import { branches, people } from './busy-day/plan.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const perDeveloper = peers();
const percent = (calls: number): number => Math.round((calls / perDeveloper) * 1000) / 10;

function tell(name: string, { calls, charged, wrong, routes }: Counted): void {
  say(
    `${name.padEnd(30)}${calls} calls, ${percent(calls)} %; charged ${charged}, ${percent(charged)} %; ${wrong} cards wrong`,
  );
  if (!process.argv.includes('--routes')) return;
  for (const [route, count] of [...routes].toSorted((a, b) => b[1] - a[1]))
    say(`  ${String(count).padStart(6)} ${route}`);
}

say(`${'one poller for each developer'.padEnd(30)}${perDeveloper} calls`);
const withHook = await live(true);
tell('the bridge with its hook', withHook);
const without = await live(false);
tell('the bridge without', without);
const told = ({ calls, charged, wrong }: Counted) => ({ calls, percent: percent(calls), charged, wrong });
say(
  JSON.stringify({
    people,
    branches,
    ciEvents: withHook.deliveries,
    perDeveloper,
    withHook: told(withHook),
    without: told(without),
  }),
);
