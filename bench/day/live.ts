import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createSlack } from '../../bridge/adapters/chat/slack/index.ts';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { BranchName, Mid } from '../../protocol/model/ids.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { NewDelivery, Store } from '../../bridge/ports/store.ts';
import { manualClock } from '../../test/support/clock.ts';
import { type GitHubServer, startGitHubServer } from '../../test/support/github/server.ts';
import { makeRepository } from '../../test/support/repository.ts';
import { type SlackServer, startSlack } from '../../test/support/slack/server.ts';
import { type BusyBridge, deliverSince, openBridge } from '../bridge.ts';
import { stepper } from '../stepper.ts';
import { type Act, dayMs, type Doers, perform, type Size } from './acts.ts';
import { plan } from './plan.ts';
import { talk, type Word } from './talk.ts';
import { createTeam } from './team.ts';
import { type Watched, watch } from './watched.ts';

export const channel = 'deploys';
/** The button by which somebody says that they mend what is red. */
const claimLabel = 'I’m on it';
/** What is still on its way at the end of the day has so long to arrive. */
const afterMs = 5 * 60_000;

/** What may be taken away, to see that the figures tell. */
interface Guards {
  /** Progress waits for nothing. */
  readonly hasty?: boolean;
}

/** A day as it was lived, before anything is closed. */
export interface Lived extends Scene {
  readonly acts: readonly Act[];
  readonly words: readonly Word[];
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

interface Scene {
  readonly begin: number;
  readonly logins: readonly string[];
  readonly github: GitHubServer;
  readonly slack: SlackServer;
  readonly watched: Watched;
  readonly bridge: BusyBridge;
  readonly go: (to: number) => Promise<void>;
}

/** Lives through the day of a seed: its people push, review, talk and press; GitHub and Slack tell the bridge, and it tells them. */
export async function live(seed: number, size: Size, { hasty = false }: Guards = {}): Promise<Lived> {
  const acts = plan(seed, size);
  const words = talk(seed, size, acts);
  const warnings: string[] = [];
  const { scene, work, close } = await open(size, hasty, warnings);
  const talkers = createTalkers(scene);
  const doers: Doers = { ...createTeam(scene.github, work, scene.logins), claim: (act) => talkers.claim(act) };
  let delivered = 0;
  for (const each of [...acts, ...words].toSorted((a, b) => a.at - b.at)) {
    await scene.go(scene.begin + each.at);
    await (each.type === 'say' ? talkers.say(each) : perform(doers, each));
    delivered = await deliverSince(scene.bridge, scene.github, delivered);
  }
  await scene.go(Math.max(scene.begin + dayMs, scene.bridge.world.clock.now()) + afterMs);
  return { ...scene, acts, words, warnings, close };
}

async function open(size: Size, hasty: boolean, warnings: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'shiproom-day-'));
  const work = await makeRepository({ 'README.md': 'A shop\n' });
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const logins = Array.from({ length: size.people }, (_, each) => `dev${each}`);
  const warn = (what: string, details?: unknown) => void warnings.push(`${what} ${inspect(details)}`);
  const github = await openGitHub(work.folder, clock, logins);
  const { slack, watched } = await openSlack(clock, logins, warn);
  const kept = await openSqliteStore({ file: join(folder, 'day.db'), epoch: () => '0'.repeat(32) });
  const store = hasty ? withoutCalm(kept) : kept;
  const bridge = await openBridge({
    github,
    login: 'shiproom',
    clock,
    store,
    people: size.people,
    patienceMs: dayMs,
    settings: { slack: { channel: slack.channel(channel) } },
    chats: [watched.chat],
    log: { info: () => undefined, warn, error: warn },
  });
  const heard = createHeard(slack);
  const go = stepper(clock, () => bridge.quiet() && watched.quiet() && heard());
  const scene: Scene = { begin: clock.now(), logins, github, slack, watched, bridge, go };
  const stop = await runInlets(bridge.world);
  await go(scene.begin + 5_000);
  const close = async (): Promise<void> => {
    await stop();
    await Promise.all([store.close(), slack.close(), github.close()]);
    await Promise.all([work.remove(), rm(folder, { recursive: true, force: true })]);
  };
  return { scene, work, close };
}

async function openGitHub(folder: string, clock: Clock, logins: readonly string[]): Promise<GitHubServer> {
  const github = await startGitHubServer({
    repositories: { 'acme/shop': folder },
    people: Object.fromEntries([...logins, 'shiproom'].map((login) => [login, 'write'])),
    now: () => Math.floor(clock.now()),
  });
  github.actions.byHand();
  github.environment({ name: 'staging', reviewers: logins.slice(0, 3) });
  // Deliveries are signed, and sent nowhere: the bridge is handed them.
  github.hooks.to({ url: 'http://127.0.0.1:9/', secret: 'hush', events: [] });
  return github;
}

async function openSlack(clock: Clock, logins: readonly string[], warn: (what: string) => void) {
  const slack = await startSlack({ now: () => clock.now(), tiers: true, people: logins });
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel(channel)],
    apiUrl: slack.apiUrl,
    clock,
    log: ({ level, text }) => (level === 'info' ? undefined : warn(text)),
  });
  return { slack, watched: watch(chat, clock) };
}

const urgent = ({ calmMs: _calmMs, ...delivery }: NewDelivery): NewDelivery => delivery;

function withoutCalm(store: Store): Store {
  return {
    commit: (change) => store.commit({ ...change, deliveries: (change.deliveries ?? []).map(urgent) }),
    get: (kind, id) => store.get(kind, id),
    list: (kind, room) => store.list(kind, room),
    feed: (room, part, limit) => store.feed(room, part, limit),
    due: (...words) => store.due(...words),
    trace: (of) => store.trace(of),
    close: () => store.close(),
  };
}

/** Whether everything that Slack has sent was acknowledged. */
function createHeard(slack: SlackServer): () => boolean {
  let known = 0;
  return () => {
    while (slack.deliveries[known]?.acked) known += 1;
    return known >= slack.deliveries.length;
  };
}

/** The people of the day in Slack and at their editors. */
function createTalkers({ slack, watched, bridge, logins }: Scene) {
  const cardOf = (branch: string): string | undefined =>
    watched.shown.find(({ content }) => content?.type === 'card' && content.card.key.branch === branch)?.message;
  const login = (who: number): string => logins[who % logins.length] ?? '';
  let said = 0;

  return {
    async say({ from, who, branch, text }: Word): Promise<void> {
      if (from === 'chat') {
        await slack.say(login(who), channel, text, branch === undefined ? undefined : cardOf(branch));
        return;
      }
      const { world, people, repository } = bridge;
      const by = people[who % people.length];
      if (!by) throw new Error('nobody is at an editor');
      said += 1;
      const mid = Mid.parse(`11111111-0000-7000-8000-${String(said).padStart(12, '0')}`);
      const about = branch === undefined ? {} : { about: { repository, branch: BranchName.parse(branch) } };
      const outcome = await say(world, by, { mid, room: world.home, text, ...about });
      if (!outcome.ok) throw new Error(`${text} was refused: ${JSON.stringify(outcome.refusal)}`);
    },
    async claim({ branch, by, at }: Act<'claim'>): Promise<void> {
      const card = cardOf(branch);
      if (by === 'button' && card !== undefined) await slack.press(login(at), channel, card, claimLabel);
      else await slack.slash(login(at), channel, `claim ${branch}`);
    },
  };
}
