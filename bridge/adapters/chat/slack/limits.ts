import type { ChatPlatform } from '../../../ports/chat-platform.ts';

/**
 * What Slack lets an app that a team made for itself do, by https://docs.slack.dev/apis/web-api/rate-limits/ : one message a second in each channel,
 * with short bursts beyond it; and fifty calls a minute of each method of Tier 3, in each workspace. Tier 3 are
 * https://docs.slack.dev/reference/methods/chat.update/ , https://docs.slack.dev/reference/methods/conversations.history/ and
 * https://docs.slack.dev/reference/methods/conversations.replies/ (the lower limit of 2025 is for apps that are sold, not for a team's own).
 */
export const limits: ChatPlatform['limits'] = {
  post: { per: 'channel', perMinute: 60, burst: 3 },
  edit: { per: 'team', perMinute: 50, burst: 5 },
  find: { per: 'team', perMinute: 50, burst: 5 },
};
