import type { Clock, Ids } from '../ports/clock.ts';
import { readSecrets, type Secrets, secretsFile, withSecrets, writeSecrets } from '../secrets.ts';
import { Unusable } from '../unusable.ts';
import { doctor, type DoctorOptions } from './doctor.ts';
import { type GitHubInitOptions, initGitHub } from './init-github.ts';
import { askMattermost } from './init-mattermost.ts';
import { askSlack } from './init-slack.ts';
import { type Calling, type Place, placeOf } from './options.ts';
import { askForLink, findRunning } from './running.ts';
import { openSettings, type SettingsDocument } from './settings-document.ts';

const chats = ['slack', 'mattermost', 'none'] as const;
type Chat = (typeof chats)[number];

export interface InitOptions extends Omit<GitHubInitOptions, 'publicUrl'> {
  readonly publicUrl?: string | undefined;
  readonly chat?: string | undefined;
  readonly channel?: string | undefined;
  /** Another Slack, for tests. */
  readonly slackApiUrl?: string | undefined;
  readonly mattermostUrl?: string | undefined;
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
  const looked = await initChat(chat, { calling, options, place, settings, tools });
  const publicUrl = options.publicUrl ?? (await publicUrlOf(calling, settings));
  if (publicUrl !== undefined) await initGitHub(calling, { ...options, publicUrl }, tools);
  calling.say('');
  await doctor(calling, { repo: options.repo, data: options.data, looked }, tools);
  calling.say('');
  await tellNext(calling, place, chat);
}

async function chatOf(calling: Calling, chat: string | undefined, settings: SettingsDocument): Promise<Chat> {
  const usual = chats.find((each) => settings.has(each)) ?? 'slack';
  const question = `Which chat does the team use: ${chats.join(', ')}? [${usual}] `;
  const said = chat ?? (calling.terminal ? (await calling.terminal.ask(question)) || usual : 'none');
  const found = chats.find((each) => each === said.toLowerCase());
  if (found) return found;
  if (chat !== undefined) throw new Unusable(`--chat is ${chats.join(', ')}, and not “${chat}”.`);
  calling.say('That is none of them.');
  return chatOf(calling, chat, settings);
}

interface Setting {
  readonly calling: Calling;
  readonly options: InitOptions;
  readonly place: Place;
  readonly settings: SettingsDocument;
  readonly tools: Tools;
}

/** Sets one chat up. Answers what was looked at, by the chat, for whoever tells how all of it stands. */
async function initChat(chat: Chat, setting: Setting): Promise<DoctorOptions['looked']> {
  const { calling, options, place, settings, tools } = setting;
  if (chat === 'none') return {};
  const kept = await readSecrets(place.data);
  const known = {
    channel: options.channel ?? settings.text([chat, 'channel']),
    tokens: withSecrets(calling.environment, kept),
  };
  if (chat === 'slack') {
    const apiUrl = options.slackApiUrl ?? settings.text([chat, 'apiUrl']);
    const found = await askSlack(calling, { ...known, apiUrl }, tools.clock);
    settings.set([chat, 'channel'], found.channel);
    if (options.slackApiUrl !== undefined) settings.set([chat, 'apiUrl'], options.slackApiUrl);
    await keep(setting, found.tokens, kept);
    return { slack: found.checks };
  }
  const url = options.mattermostUrl ?? settings.text([chat, 'url']);
  const found = await askMattermost(calling, { ...known, url }, tools.clock);
  settings.set([chat, 'url'], found.url);
  settings.set([chat, 'channel'], found.channel);
  await keep(setting, found.tokens, kept);
  return { mattermost: found.checks };
}

/** Writes the settings, and those tokens that stand nowhere yet: both, or the settings would name what is not there. */
async function keep({ calling, options, place, settings }: Setting, tokens: Secrets, kept: Secrets): Promise<void> {
  settings.check();
  const news = Object.entries(tokens).filter(
    ([name, value]) => (options.saveTokens === true || calling.environment[name] !== value) && kept[name] !== value,
  );
  if (news.length > 0) await writeSecrets(place.data, Object.fromEntries(news), calling.pid);
  await settings.write(calling.pid);
  calling.say(`Written: ${settings.file}`);
  if (news.length > 0) calling.say(`Written: ${secretsFile(place.data)}, which only you can read.`);
}

/** The address at which the outside reaches the bridge, where somebody wants a GitHub App; undefined where nobody does. */
async function publicUrlOf({ terminal }: Calling, settings: SettingsDocument): Promise<string | undefined> {
  if (!terminal || settings.has('github')) return undefined;
  const answer = await terminal.ask(
    'Public https address of the bridge, to make a GitHub App for it (Enter for none): ',
  );
  return answer === '' ? undefined : answer;
}

async function tellNext(calling: Calling, place: Place, chat: Chat): Promise<void> {
  const running = await findRunning(place.announcement, place.data);
  if (running) {
    calling.say(`A bridge runs (process ${running.pid}), with its settings from before: stop it and start it again.`);
    calling.say(`Your link, for ten minutes: ${await askForLink(running, '/join')}`);
    return;
  }
  calling.say('Start the bridge in your clone of Shiproom, by');
  calling.say(`  npm start -- --repo '${place.top}'`);
  calling.say('It prints your links.');
  if (chat !== 'none') {
    calling.say(`Then say ${greetings[chat]}. To be yourself there, run “Shiproom: Pair with Chat…” in your VS Code.`);
    calling.say('Everybody else says “pair” there, and gets a link that connects their editor.');
  } else if (!calling.terminal) calling.say('No chat is set up: nobody can be asked here. Name one by --chat.');
}

const greetings = { slack: '/shiproom help in Slack', mattermost: '“@shiproom help” in Mattermost' } as const;
