import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { destination } from 'pino';
import * as z from 'zod/mini';
import { systemClock, systemIds } from './adapters/clock/system/index.ts';
import { StoreRefused } from './adapters/store/sqlite/failure.ts';
import { doctor, type DoctorOptions } from './cli/doctor.ts';
import { init, type InitOptions } from './cli/init.ts';
import { initGitHub } from './cli/init-github.ts';
import { invite } from './cli/invite.ts';
import type { Calling, PlaceOptions } from './cli/options.ts';
import { runLine } from './cli/run.ts';
import { type ManifestOptions, printManifest } from './cli/slack-manifest.ts';
import { start, type StartOptions } from './cli/start.ts';
import { Cancelled, openTerminal } from './cli/terminal.ts';
import { runTests, type TestRunOptions } from './cli/test-run.ts';
import { why, type WhyOptions } from './cli/why.ts';
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
  node: process.versions.node,
  terminal:
    process.stdin.isTTY && process.stdout.isTTY
      ? openTerminal({ input: process.stdin, output: process.stdout })
      : undefined,
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
  if (error instanceof Cancelled) {
    process.stderr.write('\nshiproom: left. What was not finished was not written.\n');
    process.exit(130);
  }
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

async function runInit(part: string | undefined, { publicUrl, ...options }: InitOptions): Promise<void> {
  if (part === undefined) return init(calling, { ...options, publicUrl }, { clock, ids });
  if (publicUrl === undefined) throw new Unusable('Name the https address of the bridge by --public-url.');
  return initGitHub(calling, { ...options, publicUrl }, { clock, ids });
}

async function runDoctor(options: DoctorOptions): Promise<void> {
  if (!(await doctor(calling, options, { clock }))) process.exitCode = 1;
}

const oneMore = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const warn = (line: string): void => void process.stderr.write(`shiproom: ${line}\n`);

async function runCommand(words: readonly string[], options: TestRunOptions): Promise<void> {
  const terminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  process.exitCode = await runTests(calling, words, options, { clock, terminal, warn });
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
// What stands after a verb is the verb's own: the words of a command that it runs, above all.
program.enablePositionalOptions();
program
  .command('start')
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
  .description('sets a bridge up for a team: its chat, and its GitHub App; asks what is not said here')
  .addArgument(new Argument('[part]', 'only this part').choices(['github']))
  .option('--chat <name>', 'slack, mattermost or none')
  .option('--channel <id>', 'the channel that shows the room')
  .option('--save-tokens', 'keep tokens of the environment in the data folder')
  .option('--mattermost-url <url>', 'where Mattermost is')
  .option('--slack-api-url <url>', 'another Slack, for tests')
  .option('--public-url <url>', 'the https address of the bridge, to which GitHub will post')
  .option('--org <name>', 'the organisation that is to own the GitHub App (default: your own account)')
  .option('--name <name>', 'what the GitHub App is to be called', 'Shiproom')
  .option('--web-url <url>', 'GitHub’s own page', 'https://github.com')
  .option('--api-url <url>', 'GitHub’s API, where it is not github.com’s')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((part: string | undefined, options: InitOptions) => runInit(part, options).catch(fail));
program
  .command('doctor')
  .description('looks at each hop between here and the team, and says what mends it')
  .option('--json', 'for programs')
  .option('--port <number>', 'the port that the bridge is to have', portNumber, 7420)
  .option('--config <file>', 'the settings (default: shiproom.yaml in the data folder)')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((options: DoctorOptions) => runDoctor(options).catch(fail));
program
  .command('why <what>')
  .description('says why a branch, an entry (#12) or a message (its link) was or was not posted')
  .option('--json', 'for programs')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((what: string, options: WhyOptions) => why(calling, what, options).catch(fail));
program
  .command('explain <event...>')
  .description('runs a real event through the rules of the routes, and says what each decides')
  .option('--repo <dir>', 'the repository (default: the one you are in)')
  .option('--data <dir>', 'where the bridge keeps its data')
  .action((event: string[], options: PlaceOptions) =>
    runLine(calling, `explain ${event.join(' ')}`, options).catch(fail),
  );
program
  .command('run <command...>')
  .description('runs a command that tests, and keeps for your editor how it went: shiproom run -- npm test')
  .option('--report <glob>', 'report files that it writes, from where you stand; more than once for more', oneMore)
  .passThroughOptions()
  .action((words: string[], options: TestRunOptions) => runCommand(words, options).catch(fail));
program
  .command('slack')
  .description('the team’s Slack app')
  .command('manifest')
  .description('prints the manifest of the app, the link that makes it, and what comes after')
  .option('--link', 'only the link')
  .option('--json', 'only the manifest')
  .option('--private', 'with what private channels need')
  .action((options: ManifestOptions) => printManifest(calling, options));
await program.parseAsync();
