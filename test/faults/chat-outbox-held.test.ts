import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPace, type Pace } from '../../bridge/app/outbox/pace.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import type { ManualClock } from '../support/clock.ts';
import { openSlackScene, type SlackScene, type SlackSceneOptions } from './chat-outbox-scene.ts';

vi.setConfig({ testTimeout: 120_000 });

let scene: SlackScene | undefined;
afterEach(() => scene?.close());

const minuteMs = 60_000;
const others = ['c1', 'c2', 'c3', 'c4'];

/** The client's own way: whoever is told to wait holds everybody. */
function together(clock: ManualClock): Pace {
  const pace = createPace(clock);
  let until = 0;
  return {
    ...pace,
    take: (call) => clock.now() >= until && pace.take(call),
    done(call, holdMs = 0) {
      until = Math.max(until, clock.now() + holdMs);
      pace.done(call);
    },
  };
}

/** Ten minutes in which one channel is refused, and people write to all; answers how long each message to the others has taken. */
async function heldChannel(options: Partial<SlackSceneOptions> = {}) {
  scene = await openSlackScene({ channels: ['held', ...others], ...options });
  const { slack, say, pass, row, clock } = scene;
  scene.start();
  await pass(2 * minuteMs);
  slack.storm({ forMs: 10 * minuteMs, mix: ['limited'], channel: 'held' });
  const said: { readonly id: string; readonly at: number }[] = [];
  for (let nth = 0; nth < 200; nth += 1) {
    await say(`m-${nth}`, { channel: slack.channel('held') });
    const channel = slack.channel(others[nth % others.length] ?? '');
    said.push({ id: await say(`m-${nth}`, { channel }), at: clock.now() });
    await pass(3_000);
  }
  const waits: number[] = [];
  for (const { id, at } of said) waits.push(((await row(id))?.sentAt ?? Infinity) - at);
  const held = slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && args['channel'] === slack.channel('held'),
  );
  return {
    p99: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Infinity,
    held: held.length,
    pressed: scene.pressed,
  };
}

describe('one channel that answers 429 for ten minutes', () => {
  it('[F42] keeps no other waiting for three seconds, and is itself called when it allowed', async () => {
    const { p99, pressed, held } = await heldChannel();
    expect(p99).toBeLessThan(3_000);
    expect(pressed).toEqual([]);
    expect(scene?.slack.violations).toEqual([]);
    expect(held).toBeLessThan(100);
    await scene?.pass(5 * minuteMs);
    expect(await scene?.words('held')).toEqual(Array.from({ length: 200 }, (_, nth) => `m-${nth}`));
  });

  it('[F42] twin: where one that waits holds all, the others wait too', async () => {
    expect((await heldChannel({ pace: together })).p99).toBeGreaterThan(3_000);
  });
});

/** Sixty messages, of which some are under way when the token is taken back for five minutes. */
async function revoked(options: Partial<SlackSceneOptions> = {}) {
  scene = await openSlackScene({ channels: others, ...options });
  const { slack, say, pass, row, words } = scene;
  scene.start();
  await pass(2 * minuteMs);
  const ids: string[] = [];
  for (let nth = 0; nth < 60; nth += 1) ids.push(await say(`m-${nth}`, { channel: slack.channel('c1') }));
  await pass(20_000);
  const before = slack.calls.length;
  slack.revoke(slack.tokens.bot);
  await pass(30_000);
  const first = slack.calls.length - before;
  await pass(4.5 * minuteMs);
  const failing = slack.calls.length - before;
  slack.revoke(slack.tokens.bot, false);
  await pass(3 * minuteMs);
  const states = new Set((await Promise.all(ids.map(row))).map((each) => each?.state));
  const told = (await scene.entries()).flatMap((entry) =>
    entry.type === 'said' && entry.by.type === 'bot' ? [entry.message.text] : [],
  );
  return { first, failing, states: [...states], read: await words('c1'), told };
}

describe('a token that is taken back in the middle', () => {
  it('[F44] costs one call, then one a minute; nothing is given up, and all goes on when it is given again', async () => {
    const { first, failing, states, read, told } = await revoked();
    expect(first).toBe(1);
    expect(failing).toBeLessThanOrEqual(6);
    expect(states).toEqual(['sent']);
    expect(read).toEqual(Array.from({ length: 60 }, (_, nth) => `m-${nth}`));
    expect(told).toEqual([
      expect.stringContaining('does not accept Shiproom’s credentials (token_revoked)'),
      expect.stringContaining('accepts Shiproom again'),
    ]);
  });

  it('[F44] twin: where it is a refusal like another, what waited is given up', async () => {
    const refusal = (error: unknown) =>
      error instanceof PlatformError && error.fault === 'unauthorised'
        ? new PlatformError('refused', error.vendorWord)
        : error;
    const { first, states } = await revoked({ change: refusal });
    expect(first).toBeGreaterThan(1);
    expect(states).toContain('dead');
  });
});
