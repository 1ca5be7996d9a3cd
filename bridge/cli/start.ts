import { join } from 'node:path';
import { announce, withdraw } from '../announcement.ts';
import { loadSettings, type SettingsFile, type SlackSettings, slackSettings } from '../config.ts';
import type { Environment } from '../folders.ts';
import { readSecrets, withSecrets } from '../secrets.ts';
import { codeOf, Unusable } from '../unusable.ts';
import { takeLock } from '../lock.ts';
import { type Calling, type Place, type PlaceOptions, placeOf, readPublicUrl } from './options.ts';
import { askForLink, findRunning } from './running.ts';

export interface StartOptions extends PlaceOptions {
  readonly port: number;
  readonly config?: string | undefined;
  readonly publicUrl?: string | undefined;
}

/** What a bridge is opened with. */
export interface Wanted {
  readonly place: Place;
  readonly settings: SettingsFile;
  readonly slack: SlackSettings | undefined;
  /** The environment, with the tokens that are kept in the data folder. */
  readonly environment: Environment;
  readonly port: number;
  readonly publicUrl: string | undefined;
}

/** A bridge that is open. */
export interface Opened {
  /** Its loopback address, and the address that people use. */
  readonly local: string;
  readonly url: string;
  /** Mints a one-time code for the owner. */
  code(): Promise<string>;
  /** Mints the token by which the owner's own programs come in. */
  ownerToken(): Promise<string>;
  close(): Promise<void>;
}

export type Open = (wanted: Wanted) => Promise<Opened>;

/**
 * Starts the bridge of a repository and prints how to reach it; where one runs for the same data already, prints that one's page and link.
 * Answers how to stop it; undefined where there is nothing to stop. Fails with Unusable.
 */
export async function start(
  calling: Calling,
  options: StartOptions,
  open: Open,
): Promise<(() => Promise<void>) | undefined> {
  const publicUrl = options.publicUrl === undefined ? undefined : readPublicUrl(options.publicUrl);
  const place = await placeOf(calling, options);
  if (await tellRunning(calling, place)) return undefined;
  const file = options.config ?? join(place.data, 'shiproom.yaml');
  const settings = await loadSettings(file, options.config !== undefined);
  const environment = withSecrets(calling.environment, await readSecrets(place.data));
  const slack = slackSettings(settings, environment);
  const unlock = await takeLock(join(place.data, 'bridge.lock'), calling.pid);
  if (!unlock) {
    throw new Unusable(`Another bridge is just starting or stopping in ${place.data}. Try again in a moment.`);
  }
  let bridge: Opened;
  try {
    bridge = await open({ place, settings, slack, environment, port: options.port, publicUrl });
  } catch (error) {
    await unlock();
    throw explained(error, options.port, place);
  }
  const token = await bridge.ownerToken();
  await announce(place.announcement, { url: bridge.local, repository: place.repository, token, pid: calling.pid });
  await tell(calling, place, bridge, { file, settings });
  return async () => {
    await withdraw(place.announcement, calling.pid);
    await bridge.close();
    await unlock();
  };
}

async function tellRunning(calling: Calling, place: Place): Promise<boolean> {
  const running = await findRunning(place.announcement, place.data);
  if (!running) return false;
  calling.say(`Shiproom runs already for ${place.repository} (process ${running.pid}).`);
  calling.say('');
  calling.say(`  Room      ${await askForLink(running, '/')}`);
  calling.say(`  VS Code   ${await askForLink(running, '/join')}`);
  return true;
}

/** The settings, and where they stand. */
interface Told {
  readonly file: string;
  readonly settings: SettingsFile;
}

async function tell(calling: Calling, place: Place, bridge: Opened, { file, settings }: Told): Promise<void> {
  const say = (line: string): void => calling.say(line);
  say(`Shiproom runs for ${place.repository}.`);
  say('');
  say(`  Room      ${bridge.url}/#code=${await bridge.code()}`);
  say(`  VS Code   ${bridge.url}/join#code=${await bridge.code()}`);
  say('');
  say(
    '  Each link is good once, for ten minutes; start again for new ones. In VS Code run “Shiproom: Connect to Bridge…”:',
  );
  say('  an editor of yours on this machine finds the bridge by itself, others take the link.');
  say('');
  say(
    '  Extension “npm run package” in the Shiproom clone makes dist/shiproom.vsix; install it with “code --install-extension”.',
  );
  const { github, gitlab, jenkins, buildbot, slack, mattermost } = settings;
  const forges = [...(github ? ['GitHub'] : []), ...(gitlab ? ['GitLab'] : [])];
  const engines = [...(jenkins ? ['Jenkins'] : []), ...(buildbot ? ['Buildbot'] : [])];
  for (const name of [...forges, ...engines])
    say(`  ${name.padEnd(9)} is set up; where it does not answer, the room says why.`);
  if (forges.length === 0) say(`  Forge     docs/github.md and docs/gitlab.md tell how to add one, in ${file}.`);
  const chats = [...(slack ? ['Slack'] : []), ...(mattermost ? ['Mattermost'] : [])];
  for (const name of chats) say(`  ${name.padEnd(9)} is set up; “npm start -- doctor” says how each hop to it stands.`);
  if (chats.length === 0) say('  Chat      “npm start -- init” sets up Slack or Mattermost, in about ten minutes.');
  say('');
  say('  Ctrl+C stops the bridge.');
}

/** The reasons that whoever started the bridge can mend, in one line each. */
function explained(error: unknown, port: number, place: Place): unknown {
  if (error instanceof Unusable) return error;
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new Unusable(`Port ${port} is taken by another program. Choose another with --port N.`);
  if (code === 'EACCES')
    return new Unusable(
      `Port ${port} or the folder ${place.data} may not be used by you. Choose others with --port N, --data DIR.`,
    );
  return error;
}
