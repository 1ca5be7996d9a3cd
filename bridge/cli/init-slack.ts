import type { Check } from '../adapters/check.ts';
import { checkApp, checkBot, checkPlace, type SlackToCheck } from '../adapters/chat/slack/doctor.ts';
import { type ManifestWish, slackCreateLink } from '../adapters/chat/slack/manifest.ts';
import type { Clock } from '../ports/clock.ts';
import { Unusable } from '../unusable.ts';
import { shown } from './checks.ts';
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

/** A token keeps its text when the app is installed anew, so it can be tried again without being pasted again. */
async function hidden({ terminal }: Calling, question: string, last: string | undefined): Promise<string | undefined> {
  const again = 'Press Enter to try the same token again, or paste another: ';
  const answer = await terminal?.askHidden(last === undefined ? question : again);
  return answer === '' && last !== undefined ? last : answer;
}

/** Pressing Enter tries the same once more. */
async function againOr({ terminal }: Calling, last: string): Promise<string | undefined> {
  const answer = await terminal?.ask(`Press Enter to try ${last} again, or type another id: `);
  return answer === '' ? last : answer;
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

interface Question {
  readonly first: string | undefined;
  /** Undefined where nobody is there. `last` is what did not do. */
  ask(last: string | undefined): Promise<string | undefined> | undefined;
  look(answer: string): Promise<readonly Check[]>;
  readonly otherwise: string;
}

interface Answered {
  readonly answer: string;
  readonly checks: readonly Check[];
}

/** Asks until an answer stands every check. */
async function asking(calling: Calling, question: Question, last?: string): Promise<Answered> {
  const answer = last === undefined && question.first ? question.first : await question.ask(last);
  if (answer === undefined) throw new Unusable(question.otherwise);
  const checks = await question.look(answer);
  for (const line of checks.flatMap((check) => shown(check, '   '))) calling.say(line);
  const bad = checks.find(({ ok }) => !ok);
  if (!bad) return { answer, checks };
  if (!calling.terminal) throw new Unusable(`${bad.name} ${bad.says} ${bad.fix ?? ''}`.trim());
  return asking(calling, question, answer);
}
