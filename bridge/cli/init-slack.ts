import type { Check } from '../adapters/check.ts';
import { checkApp, checkBot, checkPlace, type SlackToCheck } from '../adapters/chat/slack/doctor.ts';
import { type ManifestWish, slackCreateLink } from '../adapters/chat/slack/manifest.ts';
import type { Clock } from '../ports/clock.ts';
import { againOr, asking, hidden } from './asking.ts';
import type { Calling } from './options.ts';

const botName = 'SHIPROOM_SLACK_BOT_TOKEN';
const appName = 'SHIPROOM_SLACK_APP_TOKEN';

/** What is known before anybody is asked. */
export interface SlackKnown {
  readonly channel?: string | undefined;
  readonly apiUrl?: string | undefined;
  /** Tokens of the environment, and those that are kept already. */
  readonly tokens: Readonly<Record<string, string | undefined>>;
}

/** Slack as it works now, and nothing of it written yet. */
export interface SlackFound {
  readonly channel: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** What was looked at, all of it well. */
  readonly checks: readonly Check[];
}

/** Asks for what Slack needs, and tries each answer at once. Fails with Unusable where nobody is there to answer better. */
export async function askSlack(calling: Calling, known: SlackKnown, clock: Clock): Promise<SlackFound> {
  const blank: SlackToCheck = { botToken: '', appToken: '', channels: [], apiUrl: known.apiUrl, clock };
  if (calling.terminal && (!known.tokens[botName] || !known.tokens[appName]))
    for (const line of ['', ...slackSteps(), '']) calling.say(line);
  const bot = await asking(calling, {
    first: known.tokens[botName],
    ask: (last) => hidden(calling, 'Bot User OAuth Token (xoxb-…; it is not shown): ', last),
    look: (botToken) => checkBot({ ...blank, botToken }),
    otherwise: `Set ${botName}, or run this in a terminal.`,
  });
  const app = await asking(calling, {
    first: known.tokens[appName],
    ask: (last) => hidden(calling, 'App-level token (xapp-…; it is not shown): ', last),
    look: (appToken) => checkApp({ ...blank, appToken }),
    otherwise: `Set ${appName}, or run this in a terminal.`,
  });
  const channel = await asking(calling, {
    first: known.channel,
    ask: (last) =>
      last === undefined
        ? calling.terminal?.ask('Id of the channel (C…, at the bottom of its “About”): ')
        : againOr(calling, last),
    look: async (id) => [await placed({ ...blank, botToken: bot.answer, appToken: app.answer }, id)],
    otherwise: 'Name the channel by --channel C0123ABCD.',
  });
  calling.say('');
  return {
    channel: channel.answer,
    tokens: { [botName]: bot.answer, [appName]: app.answer },
    checks: [...bot.checks, ...app.checks, ...channel.checks],
  };
}

/** The link, and what is to be done on the pages that it leads to. */
export function slackSteps(wish: ManifestWish = {}): string[] {
  return [
    '1. Open this link, choose your workspace, look the manifest over, and press “Create”:',
    '',
    slackCreateLink(wish),
    '',
    '2. Install App → Install to Workspace. It shows the Bot User OAuth Token, which begins with xoxb-.',
    '3. Basic Information → App-Level Tokens → Generate Token and Scopes, with connections:write. It begins with xapp-.',
    '4. In Slack, open the channel and type /invite @shiproom.',
  ];
}

async function placed(config: SlackToCheck, id: string): Promise<Check> {
  if (/^[CG][A-Z0-9]{5,}$/.test(id)) return checkPlace(config, id);
  return {
    name: `“${id.slice(0, 40)}”`,
    ok: false,
    says: 'is not the id of a channel.',
    fix: 'Ids look like C0123ABCD: click the channel’s name in Slack, and look at the bottom of “About”.',
  };
}
