import * as z from 'zod/mini';
import { createMattermost } from '../adapters/chat/mattermost/index.ts';
import type { Environment } from '../folders.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { Unusable } from '../unusable.ts';
import { apiAddress, secretOf } from './connected.ts';

/** As Mattermost shows it under “View info”, or at the end of a channel's API address: names change, ids do not. */
const channel = z
  .string()
  .check(z.regex(/^[a-z0-9]{26}$/, 'must be a channel’s id of 26 letters and digits, not a name'));

export const MattermostSettings = z.strictObject({
  url: z.string().check(z.regex(apiAddress, 'must be https, or http on this machine')),
  /** Where the bot listens, and posts where no route says another place. */
  channel,
  /** Where else it listens. */
  channels: z.optional(z.array(channel).check(z.maxLength(50))),
  /** Whether Mattermost can reach the bridge at its public address, so that cards have buttons. True where nothing is said. */
  buttons: z.optional(z.boolean()),
});
export type MattermostSettings = z.infer<typeof MattermostSettings>;

export interface MattermostSurroundings {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the bridge is for others, without a slash at its end; undefined where it has no such address. */
  readonly address?: string | undefined;
}

/** Connects Mattermost; the file names the server and its channels, the environment holds the token. Fails with Unusable. */
export function connectMattermost(settings: MattermostSettings, surroundings: MattermostSurroundings): ChatPlatform {
  const { url, channel: first, channels = [], buttons = true } = settings;
  const { environment, clock, log, address } = surroundings;
  const token = secretOf(environment, 'SHIPROOM_MATTERMOST_TOKEN');
  if (token === undefined)
    throw new Unusable(
      'Mattermost is set up without its token. Set SHIPROOM_MATTERMOST_TOKEN; docs/mattermost.md tells how.',
    );
  const slashToken = secretOf(environment, 'SHIPROOM_MATTERMOST_SLASH_TOKEN');
  const secret = secretOf(environment, 'SHIPROOM_MATTERMOST_SECRET');
  return createMattermost({
    url,
    token,
    channels: [...new Set([first, ...channels])],
    clock,
    log: ({ level, text }) => log[level](text),
    ...(address === undefined || !buttons ? {} : { callbackUrl: `${address}/chat/mattermost` }),
    ...(slashToken === undefined ? {} : { slashToken }),
    ...(secret === undefined ? {} : { secret }),
  });
}
