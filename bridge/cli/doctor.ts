import { access, constants, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Check, well, wrong } from '../adapters/check.ts';
import { checkMattermost } from '../adapters/chat/mattermost/doctor.ts';
import { checkSlack } from '../adapters/chat/slack/doctor.ts';
import { checkSqlite } from '../adapters/store/sqlite/doctor.ts';
import { channelsOfChat, loadSettings, type SettingsFile, slackSettings } from '../config.ts';
import type { Environment } from '../folders.ts';
import type { Clock } from '../ports/clock.ts';
import { readSecrets, type Secrets, withSecrets } from '../secrets.ts';
import { codeOf, Unusable } from '../unusable.ts';
import { shown } from './checks.ts';
import { checkConnections } from './doctor-connections.ts';
import { type Calling, type Place, type PlaceOptions, placeOf } from './options.ts';
import { findRunning, healthAt } from './running.ts';

export interface DoctorOptions extends PlaceOptions {
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  readonly json?: boolean | undefined;
  /** How the chats stand, where somebody has just looked. */
  readonly looked?: { readonly slack?: readonly Check[]; readonly mattermost?: readonly Check[] } | undefined;
}

const usualPort = 7420;
const oldestNode = 24;

/** Looks at each hop between here and the team, and says of each how it stands and what mends it. Answers whether all is well. */
export async function doctor(calling: Calling, options: DoctorOptions, { clock }: { clock: Clock }): Promise<boolean> {
  const checks: Check[] = [];
  for await (const check of look(calling, options, clock)) {
    checks.push(check);
    if (!options.json) for (const line of shown(check)) calling.say(line);
  }
  const bad = checks.filter(({ ok }) => !ok).length;
  if (options.json) calling.say(JSON.stringify({ ok: bad === 0, checks }, null, 2));
  else calling.say(bad === 0 ? 'All is well.' : `${bad} of ${checks.length} ${bad === 1 ? 'needs' : 'need'} mending.`);
  return bad === 0;
}

async function* look(calling: Calling, options: DoctorOptions, clock: Clock): AsyncGenerator<Check> {
  yield checkNode(calling.node ?? '');
  let place: Place;
  try {
    place = await placeOf(calling, options);
  } catch (error) {
    yield ofUnusable('Repository', error, 'Then ask the doctor again.');
    return;
  }
  yield well('Repository', `is ${place.repository}, at ${place.top}.`);
  yield await checkFolder(place.data);
  const running = await findRunning(place.announcement, place.data);
  yield running
    ? well('Bridge', `runs at ${running.url} (process ${running.pid}).`)
    : await checkPort(options.port ?? usualPort);
  yield await checkSqlite(join(place.data, 'shiproom.db'));
  const file = options.config ?? join(place.data, 'shiproom.yaml');
  let settings: SettingsFile;
  try {
    settings = await loadSettings(file, options.config !== undefined);
    yield well('Settings', `are read: ${sections(settings)} (${file}).`);
  } catch (error) {
    yield ofUnusable('Settings', error, 'docs/settings.md tells what each setting takes.');
    return;
  }
  let secrets: Secrets;
  try {
    secrets = await readSecrets(place.data);
  } catch (error) {
    yield ofUnusable('Secrets', error, 'Then ask the doctor again.');
    return;
  }
  const environment = withSecrets(calling.environment, secrets);
  const chats = { settings, environment, clock, connected: running !== undefined };
  yield* options.looked?.slack ?? (await checkSlackOf(chats));
  yield* options.looked?.mattermost ?? (await checkMattermostOf(chats));
  if (!settings.slack && !settings.mattermost) yield well('Chat', 'is not set up.', '“npm start -- init” does that.');
  yield* checkConnections(settings, place, environment, clock);
}

function checkNode(version: string): Check {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  return major >= oldestNode
    ? well('Node', `is ${version}.`)
    : wrong('Node', `is ${version}, and has to be ${oldestNode} or newer.`, 'Install it from https://nodejs.org.');
}

/** placeOf has made it where it was not there. */
async function checkFolder(data: string): Promise<Check> {
  try {
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
    const { mode } = await stat(data);
    if (process.platform !== 'win32' && (mode & 0o022) !== 0)
      return wrong('Data folder', `${data} can be written by others.`, `Run: chmod 700 '${data}'`);
    return well('Data folder', `is ${data}.`);
  } catch (error) {
    return wrong('Data folder', `${data} cannot be used (${codeOf(error)}).`, 'Name another by --data DIR.');
  }
}

/** Where no bridge of ours runs, its port has to be free. */
async function checkPort(port: number): Promise<Check> {
  const failure = await new Promise<unknown>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
  if (failure === undefined) return well('Bridge', `does not run; port ${port} is free for it.`);
  const other = await healthAt(`http://127.0.0.1:${port}`);
  const who = other === undefined ? 'another program' : `the bridge of ${other}`;
  return wrong(
    'Bridge',
    `does not run, and its port ${port} is taken by ${who}.`,
    'Start it with another: --port N, or --port 0 for any.',
  );
}

const sections = (settings: SettingsFile): string => Object.keys(settings).join(', ') || 'none is set';

interface Chats {
  readonly settings: SettingsFile;
  readonly environment: Environment;
  readonly clock: Clock;
  /** A bridge runs with these settings. */
  readonly connected: boolean;
}

const missing = 'Run “npm start -- init”: it asks for what is missing, and tries it.';

async function checkSlackOf({ settings, environment, clock, connected }: Chats): Promise<readonly Check[]> {
  try {
    const slack = slackSettings(settings, environment);
    return slack ? await checkSlack({ ...slack, clock, connected }) : [];
  } catch (error) {
    return [ofUnusable('Slack', error, missing)];
  }
}

async function checkMattermostOf({ settings, environment, clock }: Chats): Promise<readonly Check[]> {
  if (!settings.mattermost) return [];
  const { url } = settings.mattermost;
  const token = environment['SHIPROOM_MATTERMOST_TOKEN'] ?? '';
  const channels = channelsOfChat(settings, 'mattermost');
  const checks = await checkMattermost({ url, token, channels, clock });
  return channels.length > 0
    ? checks
    : [...checks, wrong('Mattermost', 'has no channel.', 'Set mattermost.channel, or name one in a route.')];
}

/** What whoever runs the bridge can mend; anything else is a bug, and thrown. */
function ofUnusable(name: string, error: unknown, fix: string): Check {
  if (error instanceof Unusable) return wrong(name, `cannot be used: ${error.message}`, fix);
  throw error;
}
