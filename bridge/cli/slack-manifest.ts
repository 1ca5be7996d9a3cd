import { slackCreateLink, slackManifest } from '../adapters/chat/slack/manifest.ts';
import { slackSteps } from './init-slack.ts';
import type { Calling } from './options.ts';

export interface ManifestOptions {
  /** Only the link. */
  readonly link?: boolean | undefined;
  /** Only the manifest, as JSON. */
  readonly json?: boolean | undefined;
  readonly private?: boolean | undefined;
}

/** Prints the manifest of the team's Slack app, the link that makes it, and what comes after. */
export function printManifest(calling: Pick<Calling, 'say'>, options: ManifestOptions): void {
  const wish = { privateChannels: options.private === true };
  if (options.link) return calling.say(slackCreateLink(wish));
  calling.say(JSON.stringify(slackManifest(wish), null, 2));
  if (options.json) return;
  for (const line of [
    '',
    ...slackSteps(wish),
    '5. “npm start -- init” takes both tokens and the channel, and tries them.',
  ])
    calling.say(line);
}
