/**
 * A day of a busy team, replayed: 40 people on 120 branches, 2,000 CI events, 300 messages, through the bridge's real use cases, store and
 * adapters, between a GitHub and a Slack on loopback. `npm run replay:day -- --seed N [--json]` tells what the channel saw, and prints one JSON
 * object as its last line. `--branches`, `--events` and `--messages` make the day smaller.
 */
import { parseArgs } from 'node:util';
import { busy } from './day/acts.ts';
import { type Details, type Figures, figuresOf } from './day/figures.ts';
import { live } from './day/live.ts';

const count = (fallback: number) => ({ type: 'string', default: String(fallback) }) as const;
const { values } = parseArgs({
  options: {
    seed: count(1),
    json: { type: 'boolean', default: false },
    branches: count(busy.branches),
    events: count(busy.ciEvents),
    messages: count(busy.messages),
  },
});

const line = (text: string): void => void process.stdout.write(`${text}\n`);

function table({ callShare, ...figures }: Figures, details: Details): void {
  const rows: readonly (readonly [string, string | number])[] = [
    ['messages in the channel for each merged pull request', figures.messagesPerMergedPullRequest],
    ['  at most', details.mostMessages],
    ['  merged pull requests', details.mergedPullRequests],
    ['calls for cards over CI events', callShare],
    ['  posts and edits of cards', details.cardCalls],
    ['  CI events', details.ciEvents],
    ['  progress shown within a minute of the last time', details.hasty.length],
    ['  longest until a merge, a closing or a verdict stood there, in ms', details.slowestMs],
    ['cards that say what GitHub says', `${figures.cardsRight} of ${figures.cards}`],
    ['messages that came once and in order', `${figures.messagesOnceInOrder} of ${figures.messages}`],
    ['calls of Slack’s Web API', figures.apiCalls],
    ...[...details.methods].map(([method, calls]) => [`  ${method}`, calls] as const),
  ];
  for (const [what, figure] of rows) line(`${what.padEnd(70)}${figure}`);
  for (const each of [...details.hasty, ...details.wrong, ...new Set(details.warnings)].slice(0, 40)) line(`  ${each}`);
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no number of things`);
  return value;
};

const lived = await live(number(values.seed), {
  ...busy,
  branches: number(values.branches),
  ciEvents: number(values.events),
  messages: number(values.messages),
});
const { figures, details } = await figuresOf(lived);
await lived.close();
if (!values.json) table(figures, details);
line(JSON.stringify(figures));
