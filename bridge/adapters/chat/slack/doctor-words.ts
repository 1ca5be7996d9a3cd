import type { PlatformError, PlatformFault } from '../../../ports/platform-error.ts';

interface Words {
  readonly says: string;
  readonly fix: string;
}

const anew = 'Copy it again from the app’s page at https://api.slack.com/apps, or install the app again.';
const invite = 'In Slack, open the channel and type /invite @shiproom.';

/** What Slack's own words mean for whoever sets it up. https://docs.slack.dev/reference/methods/auth.test/#errors and the methods' own. */
const words: Readonly<Record<string, Words>> = {
  invalid_auth: { says: 'is not known to Slack.', fix: anew },
  not_authed: { says: 'is not known to Slack.', fix: anew },
  token_revoked: {
    says: 'was revoked.',
    fix: 'Make a new one on the app’s page at https://api.slack.com/apps, and give it to the bridge: “npm start -- init”.',
  },
  token_expired: {
    says: 'has expired: token rotation is switched on.',
    fix: 'Make the app from our manifest, which leaves rotation off: “npm start -- slack manifest”.',
  },
  account_inactive: {
    says: 'is of an app that is not installed any more.',
    fix: 'Install the app again, and give the bridge the new token: “npm start -- init”.',
  },
  not_allowed_token_type: { says: 'is of another kind than this needs.', fix: anew },
  missing_scope: {
    says: 'needs a scope that the app lacks.',
    fix: 'For a private channel add groups:history (“npm start -- slack manifest --private”), otherwise those of our manifest; then reinstall.',
  },
  not_in_channel: { says: 'is a channel that the bot is not in.', fix: invite },
  channel_not_found: {
    says: 'is no channel that the bot can see: another workspace’s, or a private one that it is not in.',
    fix: `Compare the id with that at the bottom of the channel’s “About”. Is it private? ${invite}`,
  },
  is_archived: { says: 'is archived.', fix: 'Name another channel in shiproom.yaml, or unarchive it.' },
  user_not_found: { says: 'is nobody whom the bot can see.', fix: 'Compare the id with that in the person’s profile.' },
  user_not_visible: {
    says: 'is nobody whom the bot can see.',
    fix: 'Compare the id with that in the person’s profile.',
  },
};

const faults: Readonly<Record<PlatformFault, (word: string, waitMs: number | undefined) => Words>> = {
  limited: (_, waitMs = 30_000) => ({
    says: 'was not answered: Slack limits how often it is asked.',
    fix: `Ask again in ${Math.ceil(waitMs / 1000)} s.`,
  }),
  unauthorised: (word) => ({ says: `is not accepted (${word}).`, fix: anew }),
  unavailable: (word) => ({
    says: `cannot be checked: Slack is not reached (${word}).`,
    fix: 'Check this machine’s network, its name server and what filters its way to slack.com.',
  }),
  unsure: (word) => ({
    says: `was not answered (${word}).`,
    fix: 'Ask again. If it stays, look at https://slack-status.com and at what stands between this machine and Slack.',
  }),
  gone: (word) => ({ says: `is not there (${word}).`, fix: 'Compare the id with Slack’s.' }),
  refused: (word) => ({ says: `is refused (${word}).`, fix: 'docs/slack.md tells what each word of Slack’s means.' }),
};

/** Why something was not accepted, and what to do. */
export const explain = ({ fault, vendorWord, retryAfterMs }: PlatformError): Words =>
  words[vendorWord] ?? faults[fault](vendorWord, retryAfterMs);
