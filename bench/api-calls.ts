/**
 * GitHub API calls of a busy day: 40 people on 120 branches, 2,000 deliveries about CI, eight hours. The bridge with its hook and without,
 * as it is: its real use cases and adapters, asking a GitHub on loopback. Beside it one poller for each developer, twice: the bridge's own,
 * and the leanest that we can think of, which at the same pace asks for nothing but the pull request, the runs and the jobs of the one
 * branch that its developer is on. `npm run bench:api` prints a table, and one JSON object as its last line; `--routes` adds the
 * calls of each route.
 */
import { type Counted, live } from './busy-day/live.ts';
import { peers } from './busy-day/peers.ts';
import { branches, people } from './busy-day/plan.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function tell(name: string, { calls, charged, wrong, routes }: Counted): void {
  say(`${name.padEnd(48)}${calls} calls, ${charged} of them charged; ${wrong} cards wrong at the end of the day`);
  if (!process.argv.includes('--routes')) return;
  for (const [route, count] of [...routes].toSorted((a, b) => b[1] - a[1]))
    say(`  ${String(count).padStart(6)} ${route}`);
}

const withHook = await live(true);
tell('the bridge, with its hook', withHook);
const without = await live(false);
tell('the bridge, without', without);
const eachTheSame = without.calls * people;
const eachTheLeanest = peers();
say(`${'one poller for each developer: the bridge’s own'.padEnd(48)}${eachTheSame} calls`);
say(`${'one poller for each developer: the leanest'.padEnd(48)}${eachTheLeanest} calls`);

const percent = (calls: number, of: number): number => Math.round((calls / of) * 1000) / 10;
const told = ({ calls, charged, wrong }: Counted) => ({
  calls,
  charged,
  wrong,
  percentOfTheSame: percent(calls, eachTheSame),
  percentOfTheLeanest: percent(calls, eachTheLeanest),
});
say(
  JSON.stringify({
    people,
    branches,
    ciEvents: withHook.deliveries,
    perDeveloper: { theSame: eachTheSame, theLeanest: eachTheLeanest },
    withHook: told(withHook),
    without: told(without),
  }),
);
