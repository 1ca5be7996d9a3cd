import { describe, expect, it } from 'vitest';
import { connectMattermost, MattermostSettings } from '../../../bridge/connect/mattermost.ts';
import { quickClock } from './receiver.ts';

const channel = 'c'.repeat(26);
const settings = MattermostSettings.parse({ url: 'https://chat.example.com', channel, channels: [channel] });
const log = { info: () => {}, warn: () => {}, error: () => {} };
const connect = (environment: Record<string, string>, address?: string, more: object = {}) =>
  connectMattermost({ ...settings, ...more }, { environment, clock: quickClock, log, address });
const environment = { SHIPROOM_MATTERMOST_TOKEN: 'abc' };

describe('the settings of Mattermost', () => {
  it.each([
    { url: 'http://chat.example.com', channel },
    { url: 'https://chat.example.com', channel: 'town-square' },
    { url: 'https://chat.example.com' },
    { url: 'https://chat.example.com', channel, token: 'abc' },
  ])('are refused where they are %o', (wrong) => {
    expect(MattermostSettings.safeParse(wrong).success).toBe(false);
  });

  it('need the token in the environment', () => {
    expect(() => connect({})).toThrow('SHIPROOM_MATTERMOST_TOKEN');
    expect(connect(environment).id).toBe('mattermost');
  });

  it('give cards buttons where the bridge has an address, unless they say that Mattermost cannot reach it', () => {
    expect(connect(environment).can.buttons).toBe(false);
    expect(connect(environment, 'https://ship.example.com').can.buttons).toBe(true);
    expect(connect(environment, 'https://ship.example.com', { buttons: false }).can.buttons).toBe(false);
  });
});
