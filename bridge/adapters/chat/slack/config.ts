import type { Clock } from '../../../ports/clock.ts';

/** One line of the adapter's log. It never holds a token. */
export interface SlackLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

export interface SlackConfig {
  /** `xoxb-…`: of the app that the team made from our manifest. */
  readonly botToken: string;
  /** `xapp-…`, with `connections:write`. */
  readonly appToken: string;
  /** The channels that are listened to, by their ids, `C…`. */
  readonly channels: readonly string[];
  /** What people say in the room is posted under their names; needs `chat:write.customize`. */
  readonly asAuthors?: boolean;
  /** Where the Web API is, with the slash at its end; Slack's own where it is not named. */
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly log: (line: SlackLine) => void;
  /** How long a call may take until its outcome counts as unknown. */
  readonly timeoutMs?: number;
  /** [W8] How many sockets are kept open: two, so that one is there while the other is replaced. */
  readonly sockets?: number;
  /** [W8] How many sockets may be opened a minute, in the long run: one. */
  readonly openingsPerMinute?: number;
}

export const slackUrl = 'https://slack.com/api/';
export const defaultTimeoutMs = 10_000;
