import * as z from 'zod/mini';
import { createMattermost } from '../adapters/chat/mattermost/index.ts';
import type { Environment } from '../folders.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { Unusable } from '../unusable.ts';
import { apiAddress, secretOf } from './connected.ts';

/** A channel’s id, as “View Info” shows it: names change, ids do not. */
export const mattermostChannel = /^[a-z0-9]{26}$/;
export const mattermostChannelWords = 'must be a channel’s id of 26 letters and digits, not a name';

export const MattermostSettings = z.strictObject({
  url: z
    .string()
    .check(
      z.regex(apiAddress, 'must be https, or http on this machine'),
      z.describe('Where people find Mattermost: https, or http on this machine.'),
    ),
  channel: z.optional(
    z
      .string()
      .check(
        z.regex(mattermostChannel, mattermostChannelWords),
        z.describe('The channel’s id, as “View Info” shows it. Without routes, everything is told there.'),
      ),
  ),
  buttons: z.optional(
    z
      .boolean()
      .check(z.describe('False where Mattermost cannot reach the bridge: cards then say what to type instead.')),
  ),
});
export type MattermostSettings = z.infer<typeof MattermostSettings>;

export interface MattermostSurroundings {
  /** Where the bot listens: the channel of the settings, and those that routes name. */
  readonly channels: readonly string[];
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** The bridge's address for others, without a slash at its end. */
  readonly address: string;
}

/** Connects Mattermost; the file names the server and its channels, the environment holds the token. Fails with Unusable. */
export function connectMattermost(settings: MattermostSettings, surroundings: MattermostSurroundings): ChatPlatform {
  const { channels, environment, clock, log } = surroundings;
  const token = secretOf(environment, 'SHIPROOM_MATTERMOST_TOKEN');
  if (token === undefined)
    throw new Unusable(
      'Mattermost is set up without its token. Set SHIPROOM_MATTERMOST_TOKEN; docs/mattermost.md tells how.',
    );
  if (channels.length === 0)
    throw new Unusable(
      'Mattermost is set up without a channel. Set mattermost.channel, or name one in “routes”; docs/mattermost.md tells how.',
    );
  const callbackUrl = callbackOf(settings, surroundings.address);
  const slashToken = secretOf(environment, 'SHIPROOM_MATTERMOST_SLASH_TOKEN');
  const secret = secretOf(environment, 'SHIPROOM_MATTERMOST_SECRET');
  return createMattermost({
    url: settings.url,
    token,
    channels,
    clock,
    log: ({ level, text }) => log[level](text),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(slashToken === undefined ? {} : { slashToken }),
    ...(secret === undefined ? {} : { secret }),
  });
}

/** Where Mattermost reaches the bridge; undefined where it does not: an address of this machine is one for this machine alone. */
function callbackOf({ url, buttons = true }: MattermostSettings, address: string): string | undefined {
  if (!buttons || (isLocal(address) && !isLocal(url))) return undefined;
  return `${address}/chat/mattermost`;
}

const isLocal = (url: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(URL.parse(url)?.hostname ?? '');
