import { describe, expect, it } from 'vitest';
import type { SlackLine } from '../../../bridge/adapters/chat/slack/config.ts';
import { createSlackLogger } from '../../../bridge/adapters/chat/slack/logger.ts';

describe('the log of Slack’s packages', () => {
  it('[T6] holds no token and no ticket, whatever they say', () => {
    const log: SlackLine[] = [];
    const logger = createSlackLogger((line) => log.push(line));
    logger.error(new Error('refused: Bearer xoxb-12-34-abCD'), 'and xapp-1-A2-3-f00');
    logger.warn('wss://wss-primary.slack.com/link/?ticket=4a-5b&app_id=6', { toString: () => 'xoxe.xoxp-1-abc' });
    logger.debug('xoxb-12-34-abCD');
    expect(log.map(({ text }) => text)).toEqual([
      'refused: Bearer [redacted] and [redacted]',
      'wss://wss-primary.slack.com/link/?[redacted]&app_id=6 [redacted]',
    ]);
  });
});
