import type { Check } from '../adapters/check.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { readSecrets, secretsFile, withSecrets, writeSecrets } from '../secrets.ts';
import { Unusable } from '../unusable.ts';
import { doctor } from './doctor.ts';
import { type GitHubInitOptions, initGitHub } from './init-github.ts';
import { askSlack } from './init-slack.ts';
import { type Calling, type Place, placeOf } from './options.ts';
import { askForLink, findRunning } from './running.ts';
import { openSettings, type SettingsDocument } from './settings-document.ts';

const chats = ['slack', 'none'] as const;
type Chat = (typeof chats)[number];

export interface InitOptions extends Omit<GitHubInitOptions, 'publicUrl'> {
  readonly publicUrl?: string | undefined;
  readonly chat?: string | undefined;
  readonly channel?: string | undefined;
  /** Another Slack, for tests. */
  readonly slackApiUrl?: string | undefined;
  /** Tokens that come from the environment are kept too. */
  readonly saveTokens?: boolean | undefined;
}

interface Tools {
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Sets a bridge up for a team: asks what nobody has said by an option or the environment, tries each answer, and writes when all of it works.
 * Fails with Unusable, and has written nothing then that does not work.
 */
export async function init(calling: Calling, options: InitOptions, tools: Tools): Promise<void> {
  const place = await placeOf(calling, options);
  const settings = await openSettings(place.data);
  calling.say(`Shiproom for ${place.repository}. Its settings are ${settings.file}.`);
  if (calling.terminal) calling.say('Nothing is written before it works. Ctrl+C leaves.');
  calling.say('');
  const chat = await chatOf(calling, options.chat, settings);
  const slack = chat === 'slack' ? await initSlack(calling, options, place, settings, tools) : undefined;
  const publicUrl = options.publicUrl ?? (await publicUrlOf(calling, settings));
  if (publicUrl !== undefined) await initGitHub(calling, { ...options, publicUrl }, tools);
  calling.say('');
  await doctor(calling, { repo: options.repo, data: options.data, slack }, tools);
  calling.say('');
  await tellNext(calling, place);
}

async function chatOf(calling: Calling, chat: string | undefined, settings: SettingsDocument): Promise<Chat> {
  const usual = settings.has('slack') || !settings.has('mattermost') ? 'slack' : 'none';
  const question = `Which chat does the team use, ${chats.join(' or ')}? [${usual}] `;
  const said = chat ?? (calling.terminal ? (await calling.terminal.ask(question)) || usual : 'none');
  const found = chats.find((each) => each === said.toLowerCase());
  if (found) return found;
  if (chat !== undefined) throw new Unusable(`--chat is ${chats.join(' or ')}, and not “${chat}”.`);
  calling.say('That is none of them.');
  return chatOf(calling, chat, settings);
}

/** Answers what was looked at, for whoever tells how all of it stands. */
async function initSlack(
  calling: Calling,
  options: InitOptions,
  place: Place,
  settings: SettingsDocument,
  { clock }: Tools,
): Promise<readonly Check[]> {
  const kept = await readSecrets(place.data);
  const apiUrl = options.slackApiUrl ?? settings.text(['slack', 'apiUrl']);
  const { channel, tokens, checks } = await askSlack(
    calling,
    {
      channel: options.channel ?? settings.text(['slack', 'channel']),
      apiUrl,
      tokens: withSecrets(calling.environment, kept),
    },
    clock,
  );
  settings.set(['slack', 'channel'], channel);
  if (options.slackApiUrl !== undefined) settings.set(['slack', 'apiUrl'], options.slackApiUrl);
  settings.check();
  const typed = Object.entries(tokens).filter(
    ([name, value]) => (options.saveTokens === true || calling.environment[name] !== value) && kept[name] !== value,
  );
  if (typed.length > 0) await writeSecrets(place.data, Object.fromEntries(typed), calling.pid);
  await settings.write(calling.pid);
  calling.say(`Written: ${settings.file}`);
  if (typed.length > 0) calling.say(`Written: ${secretsFile(place.data)}, which only you can read.`);
  return checks;
}

/** The address at which the outside reaches the bridge, where somebody wants a GitHub App; undefined where nobody does. */
async function publicUrlOf({ terminal }: Calling, settings: SettingsDocument): Promise<string | undefined> {
  if (!terminal || settings.has('github')) return undefined;
  const answer = await terminal.ask(
    'Public https address of the bridge, to make a GitHub App for it (Enter for none): ',
  );
  return answer === '' ? undefined : answer;
}

async function tellNext(calling: Calling, place: Place): Promise<void> {
  const running = await findRunning(place.announcement, place.data);
  if (!running) {
    calling.say(`Start the bridge by “shiproom start” here, or in a clone of Shiproom by`);
    calling.say(`  npm start -- --repo '${place.top}'`);
    calling.say(
      'It prints your links. In the chat type /shiproom help; /shiproom pair connects your editor with your name.',
    );
    return;
  }
  calling.say(`A bridge runs (process ${running.pid}), with its settings from before: stop it and start it again.`);
  calling.say(`Your link, for ten minutes: ${await askForLink(running)}`);
}
