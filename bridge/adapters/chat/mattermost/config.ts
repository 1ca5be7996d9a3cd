import type { Clock } from '../../../ports/clock.ts';

/** One line of the adapter's log. It never holds a token. */
export interface MattermostLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

export interface MattermostConfig {
  /** Where people find Mattermost: https, or http on this machine. */
  readonly url: string;
  /** The access token of our bot account. */
  readonly token: string;
  /** The ids of the channels that are listened to, at least one. The first one's team is ours: whoever is not in it is no member. */
  readonly channels: readonly string[];
  readonly clock: Clock;
  readonly log: (line: MattermostLine) => void;
  /** Where Mattermost reaches us, `https://…/chat/mattermost`. Without it there are no buttons, and cards say what to type instead. */
  readonly callbackUrl?: string;
  /** The token of the slash command, where somebody has made one. */
  readonly slashToken?: string;
  /** What buttons are signed with. One that is made from the token where it is not named, so that buttons outlive us. */
  readonly secret?: string;
  /** How long a call may take until its outcome counts as unknown. */
  readonly timeoutMs?: number;
}
