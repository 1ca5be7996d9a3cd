import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { destination } from 'pino';
import * as z from 'zod/mini';
import { systemClock, systemIds } from './adapters/clock/system/index.ts';
import { StoreRefused } from './adapters/store/sqlite/failure.ts';
import { init, type InitOptions } from './cli/init.ts';
import { invite } from './cli/invite.ts';
import type { Calling, PlaceOptions } from './cli/options.ts';
import { start, type StartOptions } from './cli/start.ts';
import { compose } from './compose.ts';
import { Unusable } from './unusable.ts';
import { createLog } from './logger.ts';

/** Run from source this file is in bridge/, as a bundle in dist/: the package is one folder up from both. */
const root = join(import.meta.dirname, '..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const calling: Calling = {
  cwd: process.cwd(),
  platform: process.platform,
  environment: process.env,
  pid: process.pid,
  say: (line) => void process.stdout.write(`${line}\n`),
};

const clock = systemClock();
const ids = systemIds(clock);
const log = createLog(destination({ fd: 2, sync: true }), process.env['SHIPROOM_LOG'] ?? 'warn');
const open = compose({
  environment: process.env,
  clock,
  ids,
  log,
  panel: join(root, 'dist'),
  version,
  broken: (error) => fail(error),
});

/** Says in one line what whoever called can mend, and shows a bug as a bug. */
function fail(error: unknown): never {
  if (error instanceof Unusable || error instanceof StoreRefused) process.stderr.write(`shiproom: ${error.message}\n`);
  else log.error('the bridge failed', { error });
  process.exit(1);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

async function runStart(options: StartOptions): Promise<void> {
  const stop = await start(calling, options, open);
  if (!stop) return;
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    calling.say('Shiproom is stopping.');
    stop().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

// A library that lets a promise go must not take the bridge with it; what it was is in the log.
process.on('unhandledRejection', (error) => log.error('a promise was let go', { error }));
process.on('uncaughtException', fail);

const program = new Command('shiproom').description('The self-hosted bridge of Shiproom.').version(version);
program
  .command('start', { isDefault: true })
  .description('runs the bridge for a repository')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--port <number>', 'the port on 127.0.0.1; 0 for any', portNumber, 7420)
  .option('--data <dir>', 'where the bridge keeps its data')
  .option('--config <file>', 'the settings (default: shiproom.yaml in the data folder)')
  .option('--public-url <url>', 'the https address of the TLS front before the bridge')
  .action((options: StartOptions) => runStart(options).catch(fail));
program
  .command('invite <name>')
  .description('prints a one-time link by which somebody comes in')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((name: string, options: PlaceOptions) => invite(calling, name, options).catch(fail));
program
  .command('init')
  .description('makes the team’s GitHub App, and names it in the settings')
  .requiredOption('--public-url <url>', 'the https address of the bridge, to which GitHub will post')
  .option('--org <name>', 'the organisation that is to own the App (default: your own account)')
  .option('--name <name>', 'what the App is to be called', 'Shiproom')
  .option('--web-url <url>', 'GitHub’s own page', 'https://github.com')
  .option('--api-url <url>', 'GitHub’s API, where it is not github.com’s')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((options: InitOptions) => init(calling, options, { clock, ids }).catch(fail));
await program.parseAsync();
