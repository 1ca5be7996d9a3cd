// Sends recorded deliveries through the real HTTP inlet of a real bridge, signed as their provider signs, and says what became of each:
// npm run replay:deliveries -- [DIR] --provider github|gitlab|jenkins [--json]. The last line is the sum, as JSON.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { systemClock } from '../bridge/adapters/clock/system/index.ts';
import { openReplayBridge } from './replay/bridge.ts';
import { type Outcome, rowsOf, sumOf, tableOf } from './replay/outcomes.ts';
import { providers } from './replay/providers.ts';
import { readRecorded, type Recorded } from './replay/recorded.ts';
import { calledFrom } from './entry/place.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { provider: { type: 'string', default: 'github' }, json: { type: 'boolean', default: false } },
});

/** Ends with a word for whoever called. */
function unusable(why: string): never {
  console.error(why);
  process.exit(2);
}

async function main(): Promise<number> {
  const provider = providers.get(values.provider);
  if (!provider) unusable(`--provider is one of: ${[...providers.keys()].join(', ')}`);
  const own = provider.folder === undefined ? undefined : join(import.meta.dirname, '..', provider.folder);
  const [named] = positionals;
  const folder = named === undefined ? own : resolve(calledFrom(), named);
  if (folder === undefined) unusable('Name the folder of the recorded deliveries.');
  const recorded = await readRecorded(folder).catch((error: unknown) => unusable(`${folder}: ${String(error)}`));
  if (recorded.length === 0) unusable(`${folder} holds no recorded delivery.`);

  const repositories = provider.repositories(recorded);
  const clock = systemClock();
  const bridge = await openReplayBridge(repositories, provider.hook(repositories, clock), clock);
  const outcomes: Outcome[] = [];
  for (const [index, each] of recorded.entries()) {
    const id = `replay-${index + 1}`;
    // One after another, as they were recorded.
    outcomes.push(await post(`${bridge.url}/hooks/${values.provider}`, each, provider.headers(each, id, clock)));
  }
  await bridge.close();
  print(outcomes, bridge.errors);
  const { crashed } = sumOf(outcomes);
  return crashed > 0 ? 1 : 0;
}

async function post(url: string, recorded: Recorded, headers: Readonly<Record<string, string>>): Promise<Outcome> {
  const { name, body } = recorded;
  const event = recorded.event || name;
  try {
    const sent = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    const response = await fetch(url, { ...sent, redirect: 'error' });
    return { name, ...became(event, response.status, Answer.parse(await response.json())) };
  } catch (error) {
    return { name, event, became: 'crashed', why: String(error) };
  }
}

const word = z.optional(z.string());
const Answer = z.object({ said: word, event: word, why: word });

function became(event: string, status: number, answer: z.infer<typeof Answer>) {
  const named = answer.event ?? event;
  if (status >= 500) return { event: named, became: 'crashed', why: `${status} ${answer.said}` } as const;
  if (status >= 300)
    return { event: named, became: 'refused', why: `${status} ${answer.why ?? answer.said ?? ''}` } as const;
  if (answer.said !== 'taken') return { event: named, became: 'ignored', why: answer.why ?? 'it came before' } as const;
  const applied = effects[answer.why ?? ''];
  if (applied !== undefined) return { event: named, became: 'applied', why: applied } as const;
  return { event: named, became: 'ignored', why: 'all of it was known' } as const;
}

const effects: Readonly<Record<string, string>> = {
  run: 'a run on its card',
  refresh: 'branches to be asked about',
  both: 'a run on its card, and branches to be asked about',
};

function print(outcomes: readonly Outcome[], errors: readonly string[]): void {
  if (values.json) for (const outcome of outcomes) console.log(JSON.stringify(outcome));
  else for (const line of tableOf(rowsOf(outcomes))) console.log(line);
  for (const error of errors) console.error(error);
  console.log(JSON.stringify(sumOf(outcomes)));
}

process.exitCode = await main();
