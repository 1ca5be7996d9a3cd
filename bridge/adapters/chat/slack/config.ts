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
  /** The channel's id, `C…`. */
  readonly channel: string;
  /** Where the Web API is, with the slash at its end; Slack's own where it is not named. */
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly log: (line: SlackLine) => void;
  /** How long a call may take until its outcome counts as unknown. */
  readonly timeoutMs?: number;
}

export const slackUrl = 'https://slack.com/api/';
export const defaultTimeoutMs = 10_000;
