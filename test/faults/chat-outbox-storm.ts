import { key } from '../support/samples.ts';
import type { SlackScene } from './chat-outbox-scene.ts';

const channels = ['c1', 'c2', 'c3', 'c4', 'c5'];
const changes = 300;
const messages = 50;
const stormMs = 60_000;
/** Two branches in each channel. Every tenth change of one is a turn, which is told at once; the others are progress. */
const branches = channels.flatMap((channel) => [`${channel}/one`, `${channel}/two`].map((name) => ({ channel, name })));
const turnEvery = 10;
const calmMs = 60_000;

/** What came of the storm. */
export interface Storm {
  /** Of words, by channel and thread: as they were said, and as people read them. */
  readonly said: Record<string, string[]>;
  readonly read: Record<string, string[]>;
  /** Cards that were right sixty seconds after the storm. */
  readonly cardsRight: number;
  readonly cards: number;
  readonly cardCalls: number;
  /** Of one call for each change. */
  readonly cardShare: number;
  readonly calls: number;
  readonly busiest: Readonly<Record<string, number>>;
  /** Calls inside a Retry-After that we knew of. */
  readonly pressed: number;
  /** Calls that Slack got inside a Retry-After which it had answered. */
  readonly violations: number;
}

/** What Slack lets an app do in a minute: https://docs.slack.dev/apis/web-api/rate-limits/ */
const tierOf = (bucket: string): number => (bucket.startsWith('chat.postMessage') ? 60 : 50);

/** Where it fell short of its promises: [C2], [C3], [C4], and the cost. */
export function shortcomings({
  said,
  read,
  cards,
  cardsRight,
  cardShare,
  busiest,
  pressed,
  violations,
}: Storm): string[] {
  const over = Object.entries(busiest).filter(([bucket, most]) => most > tierOf(bucket));
  return [
    ...Object.keys({ ...said, ...read }).flatMap((place) =>
      JSON.stringify(read[place]) === JSON.stringify(said[place] ?? []) ? [] : [`words in ${place}`],
    ),
    ...(Object.values(read).flat().length === messages ? [] : ['count of words']),
    ...(cardsRight < cards ? ['cards'] : []),
    ...(cardShare > 0.2 ? ['cost'] : []),
    ...over.map(([bucket]) => `tier of ${bucket}`),
    ...(pressed + violations > 0 ? ['calls inside Retry-After'] : []),
  ];
}

/** Sixty seconds of changes, with messages `apart` or one for each branch, and of words, in weather that is as bad as that; then sixty more. */
export async function storm(scene: SlackScene, apart = false): Promise<Storm> {
  const { slack, change, say, pass } = scene;
  const said: Record<string, string[]> = {};
  scene.start();
  // The process has been up for a while, and the cards stand.
  for (const { name, channel } of branches) await change(name, slack.channel(channel));
  await pass(120_000);
  const before = slack.calls.length;
  slack.storm({ forMs: stormMs, mix: ['fine', 'limited', 'error', 'reset', 'hang'], seed: 7 });
  for (let nth = 0; nth < changes; nth += 1) {
    const { name, channel } = branches[nth % branches.length] ?? { name: '', channel: '' };
    const round = Math.floor(nth / branches.length) + 1;
    await change(name, slack.channel(channel), round % turnEvery === 0 ? undefined : calmMs, apart);
    if (nth % (changes / messages) === 0) {
      const count = nth / (changes / messages);
      const to = channels[count % channels.length] ?? '';
      const inThread = count % 2 === 0;
      const text = `m-${count}`;
      (said[inThread ? `${to} threads` : to] ??= []).push(text);
      await say(text, { channel: slack.channel(to), ...(inThread ? { about: key(`${to}/one`) } : {}) });
    }
    await pass(stormMs / changes);
  }
  await pass(60_000);
  const right = await Promise.all(branches.map((each) => standsRight(scene, each)));
  await pass(120_000);
  const calls = slack.calls.slice(before);
  const cardCalls = calls.filter(({ method, args }) => method === 'chat.update' || isCard(args)).length;
  const read: Record<string, string[]> = {};
  for (const each of channels) {
    read[each] = await scene.words(each);
    read[`${each} threads`] = await scene.words(each, 'threads');
  }
  return {
    said,
    read,
    cardsRight: right.filter(Boolean).length,
    cards: branches.length,
    cardCalls,
    cardShare: cardCalls / changes,
    calls: calls.length,
    busiest: slack.busiest(),
    pressed: scene.pressed.length,
    violations: slack.violations.length,
  };
}

const isCard = (args: Readonly<Record<string, unknown>>): boolean =>
  typeof args['text'] === 'string' && !/\bm-\d+/.test(args['text']);

/** Whether the card's only message shows its last version. */
async function standsRight(scene: SlackScene, { name, channel }: (typeof branches)[number]): Promise<boolean> {
  const card = await scene.world.store.get('card', `${key(name).repository}\n${name}`);
  const standing = (await scene.slack.messages(channel)).filter((each) => JSON.stringify(each).includes(name));
  const own = standing.filter(({ text }) => !/\bm-\d+/.test(text ?? ''));
  return own.length === 1 && JSON.stringify(own[0]).includes(`#${1000 + (card?.version ?? 0)}`);
}
