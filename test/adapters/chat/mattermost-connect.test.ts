import { describe, expect, it } from 'vitest';
import { connectMattermost, MattermostSettings } from '../../../bridge/connect/mattermost.ts';
import { quickClock } from './receiver.ts';

const channel = 'c'.repeat(26);
const environment = { SHIPROOM_MATTERMOST_TOKEN: 'abc' };
const log = { info: () => {}, warn: () => {}, error: () => {} };

function connect(how: {
  settings?: object;
  address?: string;
  environment?: Record<string, string>;
  channels?: string[];
}) {
  const settings = MattermostSettings.parse({ url: 'https://chat.example.com', ...how.settings });
  const around = { environment, channels: [channel], clock: quickClock, log, address: 'https://ship.example.com' };
  return connectMattermost(settings, { ...around, ...how });
}

describe('the settings of Mattermost', () => {
  it.each([
    { url: 'http://chat.example.com' },
    { url: 'https://chat.example.com', channel: 'town-square' },
    { channel },
    { url: 'https://chat.example.com', token: 'abc' },
  ])('are refused where they are %o', (wrong) => {
    expect(MattermostSettings.safeParse(wrong).success).toBe(false);
  });

  it('need the token in the environment, and a channel', () => {
    expect(() => connect({ environment: {} })).toThrow('SHIPROOM_MATTERMOST_TOKEN');
    expect(() => connect({ channels: [] })).toThrow('mattermost.channel');
    expect(connect({}).id).toBe('mattermost');
  });

  it('give cards buttons where Mattermost can reach the bridge', () => {
    expect(connect({}).can.buttons).toBe(true);
    expect(connect({ settings: { buttons: false } }).can.buttons).toBe(false);
    expect(connect({ address: 'http://127.0.0.1:7420' }).can.buttons).toBe(false);
    const here = { url: 'http://localhost:8065' };
    expect(connect({ address: 'http://127.0.0.1:7420', settings: here }).can.buttons).toBe(true);
  });
});
