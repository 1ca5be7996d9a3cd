import { render } from '../../bridge/adapters/chat/slack/render.ts';
import { ciWords, hasEnded, settled } from '../../protocol/model/health.ts';
import type { Card } from '../../protocol/model/card.ts';
import { channel, type Lived } from './live.ts';
import { markIn } from './talk.ts';
import type { Shown } from './watched.ts';

/** What `--json` prints. */
export interface Figures {
  /** Of each merged pull request, our own posts that the channel sees: on average. */
  readonly messagesPerMergedPullRequest: number;
  /** Posts and edits of cards over CI events. */
  readonly callShare: number;
  readonly cardsRight: number;
  readonly cards: number;
  readonly messagesOnceInOrder: number;
  readonly messages: number;
  /** Of Slack's Web API, all. */
  readonly apiCalls: number;
}

/** What a person who reads the table sees besides. */
export interface Details {
  readonly ciEvents: number;
  readonly cardCalls: number;
  readonly mergedPullRequests: number;
  readonly mostMessages: number;
  /** Edits of a card's progress within a minute of the one before. */
  readonly hasty: readonly string[];
  /** The longest time until a merge, a closing or a verdict stood on the card. */
  readonly slowestMs: number;
  readonly wrong: readonly string[];
  readonly methods: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
}

export async function figuresOf(lived: Lived): Promise<{ readonly figures: Figures; readonly details: Details }> {
  const { github, slack, watched, words } = lived;
  const ciEvents = github.hooks.deliveries.filter(
    ({ event }) => event === 'workflow_run' || event === 'workflow_job',
  ).length;
  const cardCalls = watched.shown.filter(({ content }) => content?.type === 'card');
  const perMerged = postsPerMerged(lived);
  const { cards, wrong } = await wrongCards(lived);
  const methods = new Map<string, number>();
  for (const { method } of slack.calls) methods.set(method, (methods.get(method) ?? 0) + 1);
  return {
    figures: {
      messagesPerMergedPullRequest: rounded(
        perMerged.reduce((sum, each) => sum + each, 0) / Math.max(1, perMerged.length),
      ),
      callShare: rounded(cardCalls.length / Math.max(1, ciEvents)),
      cardsRight: cards - wrong.length,
      cards,
      messagesOnceInOrder: await arrived(lived),
      messages: words.length,
      apiCalls: slack.calls.length,
    },
    details: {
      ciEvents,
      cardCalls: cardCalls.length,
      mergedPullRequests: perMerged.length,
      mostMessages: Math.max(0, ...perMerged),
      hasty: hasty(cardCalls),
      slowestMs: slowest(lived),
      wrong,
      methods,
      warnings: lived.warnings,
    },
  };
}

const rounded = (figure: number): number => Math.round(figure * 1000) / 1000;

/** Of each merged pull request, the posts that the channel sees and that name its branch, but for what people said. Slack itself is asked. */
function postsPerMerged({ github, slack }: Lived): number[] {
  const posts = slack.calls
    .filter(
      ({ method, args }) =>
        method === 'chat.postMessage' && (!args['thread_ts'] || String(args['reply_broadcast']) === 'true'),
    )
    .map(({ args }) => JSON.stringify([args['text'], args['blocks']]))
    .filter((text) => markIn(text) === undefined);
  return github.repo.pulls
    .filter((pull) => pull.merged)
    .map((pull) => posts.filter((text) => text.includes(pull.head)).length);
}

/** What people look for on a card: when it changes, they are to see it at once. */
const headline = ({ ci, forge, claim, deeds = [] }: Card): string => {
  const pull = forge?.pullRequest;
  const gates = ci.flatMap((run) => (run.gates ?? []).map(({ environment }) => `${run.run} ${environment}`));
  const told = [settled(ci), pull?.number, pull?.state, pull?.decision, forge?.merged, forge?.conflicts === 'some'];
  return JSON.stringify([
    told,
    gates.toSorted((a, b) => a.localeCompare(b)),
    claim?.at,
    deeds.map(({ key, at }) => [key, at]),
  ]);
};

/** Calls that show progress alone, sooner than a minute after the call before for that card. */
function hasty(calls: readonly Shown[]): string[] {
  const last = new Map<string, { readonly at: number; readonly line: string }>();
  const found: string[] = [];
  for (const { at, type, content } of calls) {
    if (content?.type !== 'card') continue;
    const { branch } = content.card.key;
    const line = headline(content.card);
    const before = last.get(branch);
    if (type === 'edit' && before && before.line === line && at - before.at < 60_000)
      found.push(`${branch} after ${at - before.at} ms`);
    last.set(branch, { at, line });
  }
  return found;
}

/** How long merges, closings and new verdicts of CI took at most until they stood on the card. */
function slowest({ acts, begin, watched, github }: Lived): number {
  const shown = (branch: string, since: number, met: (card: Card) => boolean): number => {
    const found = watched.shown.find(
      ({ at, content }) =>
        at >= since && content?.type === 'card' && content.card.key.branch === branch && met(content.card),
    );
    return found ? found.at - since : Number.POSITIVE_INFINITY;
  };
  const waits = acts.flatMap((act) => {
    const at = begin + act.at;
    if (act.type === 'merge') return [shown(act.branch, at, (card) => card.forge?.pullRequest?.state === 'merged')];
    if (act.type === 'close') return [shown(act.branch, at, (card) => card.forge?.pullRequest?.state === 'closed')];
    return [];
  });
  const verdicts = github.repo.runs.flatMap((run) => {
    const own = github.repo.runs.filter(({ branch, workflow }) => branch === run.branch && workflow === run.workflow);
    const ended = run.attempts.at(-1);
    // What was cancelled says nothing.
    const [now, before] = own
      .flatMap(({ attempts }) => attempts)
      .filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure')
      .toReversed();
    const isNews =
      now !== undefined &&
      ended === now &&
      now.conclusion !== before?.conclusion &&
      (before?.updatedAt ?? 0) < now.startedAt;
    if (!isNews || !ended || run.workflow.name !== 'CI' || own.at(-1) !== run) return [];
    const isIt = ({ ci }: Card) =>
      ci.some(
        ({ number, workflow, state, attempt }) =>
          number === run.number && workflow === 'CI' && attempt === run.attempts.length && hasEnded(state),
      );
    return [shown(run.branch, ended.updatedAt, isIt)];
  });
  return Math.max(0, ...waits, ...verdicts);
}

/** All that a message says, in the order in which it is read. */
const readable = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, each]) => (typeof each === 'string' ? (key === 'text' ? each : '') : readable(each)))
        .join('')
    : '';

/** Branches whose message in Slack does not say what GitHub says, or not what the newest card says. */
async function wrongCards(lived: Lived): Promise<{ cards: number; wrong: string[] }> {
  const { slack, github, bridge } = lived;
  const messages = await slack.messages(channel);
  const cards = (await bridge.world.store.list('card')).map(({ value }) => value);
  const branches = [...new Set(github.repo.runs.map(({ branch }) => branch))];
  const wrong = branches.flatMap((branch) => {
    const calls = callsFor(lived, branch);
    const posted = new Set(calls.flatMap(({ type, message }) => (type === 'post' ? [message] : [])));
    const [only, ...more] = messages.filter((each) => posted.has(each.ts));
    const newest = cards.find(({ key }) => key.branch === branch);
    if (!newest || !only || more.length > 0) return [`${branch} has ${only ? more.length + 1 : 0} messages`];
    const read = readable(only.blocks);
    const missing = expected(lived, branch).filter((each) => !read.toLowerCase().includes(each));
    if (read !== readable(renderedNow(newest, calls))) missing.push('what its newest card says');
    return missing.length > 0 ? [`${branch} lacks ${missing.join(', ')}: ${read}`] : [];
  });
  return { cards: branches.length, wrong };
}

const callsFor = ({ watched }: Lived, branch: string): readonly Shown[] =>
  watched.shown.filter(({ content }) => content?.type === 'card' && content.card.key.branch === branch);

/**
 * The newest card as it has to be shown. How far the base has moved on since may be older, and so the time, and that there is no pull request
 * may not be said yet: that is no news of a branch.
 */
function renderedNow(newest: Card, calls: readonly Shown[]): unknown {
  const last = calls.at(-1)?.content;
  if (last?.type !== 'card') return undefined;
  const { forge: shown, updatedAt } = last.card;
  const { forge: known, ...rest } = newest;
  const forge = known?.pullRequest ? { ...known, ahead: shown?.ahead ?? 0, behind: shown?.behind ?? 0 } : shown;
  return render({ ...last, card: { ...rest, ...(forge ? { forge } : {}), updatedAt } }).blocks;
}

/** What GitHub says of a branch, in the words of the card: its pull request, and how the newest run of each workflow ended. */
function expected({ github }: Lived, branch: string): string[] {
  const pull = github.repo.pulls.find(({ head }) => head === branch);
  const state = pull?.merged ? 'merged' : pull?.state === 'closed' ? 'closed' : pull?.draft ? 'draft' : undefined;
  const own = github.repo.runs.filter((run) => run.branch === branch).toReversed();
  const newest = own.filter((run, index) => own.findIndex(({ workflow }) => workflow === run.workflow) === index);
  const ends: Readonly<Record<string, string>> = {
    success: ciWords.passed,
    failure: ciWords.failed,
    cancelled: ciWords.cancelled,
  };
  return [
    ...(pull ? [`#${pull.number}`] : []),
    ...(state === undefined ? [] : [state]),
    ...newest.map((run) =>
      `${run.workflow.name} #${run.number} ${ends[run.attempts.at(-1)?.conclusion ?? ''] ?? '?'}`.toLowerCase(),
    ),
  ];
}

/** Of what people said, how much stands once on the other side, after all that was said before it in its thread from that side. */
async function arrived({ words: all, slack, bridge }: Lived): Promise<number> {
  const posted = (await slack.messages(channel))
    .filter(({ user }) => user === slack.bot.userId)
    .map(({ text }) => markIn(text));
  const feed: (string | undefined)[] = [];
  for (let after = 0; ; ) {
    const part = await bridge.world.store.feed(bridge.world.home, { after }, 500);
    if (!part || part.entries.length === 0) break;
    feed.push(
      ...part.entries.map((entry) => (entry.type === 'said' && entry.origin ? markIn(entry.message.text) : undefined)),
    );
    after = part.entries.at(-1)?.offset ?? after + 1;
  }
  const seen = { chat: feed, editor: posted };
  const lastAt = new Map<string, number>();
  let count = 0;
  for (const { mark, from, branch = '' } of all) {
    const places = seen[from].flatMap((each, index) => (each === mark ? [index] : []));
    const [place] = places;
    if (place === undefined || places.length > 1 || place < (lastAt.get(`${from} ${branch}`) ?? -1)) continue;
    lastAt.set(`${from} ${branch}`, place);
    count += 1;
  }
  return count;
}
