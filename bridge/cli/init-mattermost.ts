import type { Check } from '../adapters/check.ts';
import { checkAccount, checkChannel, checkConnection } from '../adapters/chat/mattermost/doctor.ts';
import type { Clock } from '../ports/clock.ts';
import { againOr, asking, hidden } from './asking.ts';
import type { Calling } from './options.ts';

const tokenName = 'SHIPROOM_MATTERMOST_TOKEN';

/** What is known before anybody is asked. */
export interface MattermostKnown {
  readonly url?: string | undefined;
  readonly channel?: string | undefined;
  /** Tokens of the environment, and those that are kept already. */
  readonly tokens: Readonly<Record<string, string | undefined>>;
}

/** Mattermost as it works now, and nothing of it written yet. */
export interface MattermostFound {
  readonly url: string;
  readonly channel: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}

const steps = [
  '1. In Mattermost: System Console → Integrations → Bot Accounts, switch them on; then Integrations → Bot Accounts →',
  '   Add Bot Account, called shiproom. It shows the access token once.',
  '2. Add the bot to your team, open the channel, and type /invite @shiproom.',
];

/** Asks for what Mattermost needs, and tries each answer at once. Fails with Unusable where nobody is there to answer better. */
export async function askMattermost(calling: Calling, known: MattermostKnown, clock: Clock): Promise<MattermostFound> {
  if (calling.terminal && !known.tokens[tokenName]) for (const line of ['', ...steps, '']) calling.say(line);
  const url = await asking(calling, {
    first: known.url,
    ask: async () => calling.terminal?.ask('Address of Mattermost (https://…): '),
    look: async (text) => [ofAddress(text)].flatMap((check) => check ?? []),
    otherwise: 'Name Mattermost’s address by --mattermost-url.',
  });
  const blank = { url: url.answer, channels: [], clock };
  const token = await asking(calling, {
    first: known.tokens[tokenName],
    ask: (last) => hidden(calling, 'Access token of the bot (it is not shown): ', last),
    look: async (answer) => {
      const account = await checkAccount({ ...blank, token: answer });
      return account.every(({ ok }) => ok) ? [...account, await checkConnection({ ...blank, token: answer })] : account;
    },
    otherwise: `Set ${tokenName}, or run this in a terminal.`,
  });
  const channel = await asking(calling, {
    first: known.channel,
    ask: async (last) =>
      last === undefined
        ? calling.terminal?.ask('Id of the channel (its menu → View Info, 26 letters and digits): ')
        : againOr(calling, last),
    look: async (id) => [await checkChannel({ ...blank, token: token.answer }, id)],
    otherwise: 'Name the channel by --channel and its id.',
  });
  calling.say('');
  return {
    url: url.answer,
    channel: channel.answer,
    tokens: { [tokenName]: token.answer },
    checks: [...token.checks, ...channel.checks],
  };
}

/** A token goes to no address that others can listen to. */
function ofAddress(text: string): Check | undefined {
  const url = URL.parse(text);
  const here = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && here)) return undefined;
  return {
    name: `“${text.slice(0, 60)}”`,
    ok: false,
    says: 'is not an address that a token may go to.',
    fix: 'Give an https address, or http on this machine.',
  };
}
