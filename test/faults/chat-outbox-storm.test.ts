import { afterEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { openSlackScene, type SlackScene, type SlackSceneOptions } from './chat-outbox-scene.ts';
import { shortcomings, storm, type Storm } from './chat-outbox-storm.ts';

vi.setConfig({ testTimeout: 120_000 });

let scene: SlackScene | undefined;
afterEach(() => scene?.close());

async function weather(options: Partial<SlackSceneOptions> = {}, apart = false): Promise<Storm> {
  scene = await openSlackScene({ channels: ['c1', 'c2', 'c3', 'c4', 'c5'], ...options });
  return storm(scene, apart);
}

describe('sixty seconds of 429, 500, cut and hung calls', () => {
  it('[F40] lose, double and mix up nothing, cost a fifth of the calls, and Slack is never pressed', async () => {
    const found = await weather();
    expect(shortcomings(found)).toEqual([]);
    expect(found.cardsRight).toBe(10);
  });

  it('[F40] twin: without a pace, Slack is called although it has said to wait', async () => {
    const eager = { take: () => true, done: () => {}, drop: () => {}, nextMs: () => Infinity };
    const found = await weather({ pace: () => eager });
    expect(shortcomings(found)).toContain('calls inside Retry-After');
  });

  it('[F40] twin: where what is unsure is just sent again, words come twice', async () => {
    const again = (error: unknown) =>
      error instanceof PlatformError && error.fault === 'unsure'
        ? new PlatformError('unavailable', error.vendorWord)
        : error;
    const found = await weather({ change: again });
    expect(shortcomings(found).join()).toContain('words in');
  });

  it('[F40] twin: where each change has its own message, it costs more than a fifth', async () => {
    expect(shortcomings(await weather({}, true))).toContain('cost');
  });
});
