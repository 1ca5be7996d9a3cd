/**
 * GitHub API calls of a busy day: 40 people on 120 branches, 2,000 deliveries about CI, eight hours. The bridge with its hook and without,
 * as it is: its real use cases and adapters, asking a GitHub on loopback. Beside it the peer of an editor extension: one poller for each
 * developer, which asks for the pull request and the runs of the branch that its developer is on, at the bridge's own pace.
 * `npm run bench:api` prints a table, and one JSON object as its last line.
 */
import { live } from './busy-day/live.ts';
import { peers } from './busy-day/peers.ts';
import { branches, people } from './busy-day/plan.ts';

const peer = peers();
const withHook = await live(true);
const without = await live(false);
const share = (calls: number): number => Math.round((calls / peer) * 1000) / 10;
console.log(`one poller per developer    ${peer} calls`);
for (const [name, counted] of [
  ['with deliveries', withHook],
  ['without', without],
] as const)
  console.log(
    `the bridge, ${name.padEnd(16)}${counted.calls} calls (${share(counted.calls)} %), ${counted.charged} of them charged (${share(counted.charged)} %), ${counted.wrong} cards wrong at the end`,
  );
console.log(
  JSON.stringify({
    people,
    branches,
    ciEvents: withHook.deliveries,
    perDeveloper: peer,
    withHook: { ...withHook, percent: share(withHook.calls) },
    without: { ...without, percent: share(without.calls) },
  }),
);
