import type { CardKey } from '../protocol/model/card.ts';
import type { Epoch, Mid, Offset, RunId } from '../protocol/model/ids.ts';
import type { Status } from '../protocol/model/status.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import type { Account, Params, Result, RoomState } from '../protocol/wire/methods.ts';
import type { Connection, Pending, RoomView } from '../protocol/wire/panel.ts';
import { protocol } from '../protocol/wire/version.ts';
import type { Ask } from './calls.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { createLag, type Lag } from './lag.ts';
import type { OutboxItem } from './keep.ts';
import { createOutbox, type Outbox, pendingOf } from './outbox.ts';
import { question } from './question.ts';
import { askSignOut, askWorkflows, readEarlier } from './questions.ts';
import type { Ending } from './reconnect.ts';
import { ended, neverConnected } from './refusals.ts';
import { enter, type Held, type Step, takeCard, takeEntries, takePeople, takeSources } from './room-view.ts';
import { createSending, type Sending } from './sending.ts';
import type { Acted, Credential, LogWish, Outcome, Reply, Session, SessionOptions } from './session.ts';
import { createSharing, type Sharing } from './sharing.ts';
import type { Surroundings } from './socket.ts';
import { createStanding, type Standing } from './standing.ts';
import { amending, type Desk, saying } from './writing.ts';

/** A session that is not connected yet: `start` begins. */
export function createSession(options: SessionOptions): Session {
  return new StandingSession(options);
}

const firstWaitMs = 10_000;

class StandingSession implements Session {
  readonly #options: SessionOptions;
  readonly #standing: Standing;
  readonly #outbox: Outbox;
  readonly #sending: Sending;
  readonly #sharing: Sharing;
  readonly #deeds: Deeds;
  readonly #lag: Lag;
  #credential: Credential;
  #accounts: readonly Account[] = [];
  #held: Held | undefined;
  /** Whether the bridge has said that our cursor is worth nothing. */
  #forgotten = false;
  /** What the bridge's clock is ahead of this machine's. */
  #skewMs = 0;
  #ask: Ask | undefined;
  #closed = false;

  constructor(options: SessionOptions) {
    const { surroundings, mid, counter, log = () => {} } = options;
    const after: Surroundings['after'] = (ms, work) => surroundings.after(ms, work);
    this.#options = options;
    this.#credential = options.credential;
    this.#outbox = createOutbox(options.keep, () => this.#tell({ type: 'pending', pending: this.pending() }), log);
    const stuck = (): void => this.#standing.end({ type: 'silent' });
    const epoch = (): Epoch | undefined => this.#held?.at.epoch;
    this.#sending = createSending({ outbox: this.#outbox, surroundings, stuck, epoch });
    this.#sharing = createSharing({ mid, counter, after, log });
    this.#deeds = createDeeds({ mid, after, bridgeNow: () => surroundings.now() + this.#skewMs });
    this.#lag = createLag(
      after,
      () => this.#held?.at,
      () => this.#standing.end({ type: 'behind' }),
    );
    this.#standing = this.#stand(log);
  }

  start(): void {
    if (this.#closed) return;
    void this.#outbox.load().then(() => this.#sending.pump());
    this.#standing.start();
  }

  room(): RoomView | undefined {
    return this.#held?.view;
  }

  connection(): Connection {
    return this.#standing.connection();
  }

  pending(): readonly Pending[] {
    return this.#outbox.items().map(pendingOf);
  }

  share(status: Status | null): void {
    this.#sharing.want(status);
  }

  say(text: string, about?: CardKey): Promise<Outcome<Mid>> {
    return this.#write((desk) => saying(desk, text, about));
  }

  amend(offset: Offset, text: string | null): Promise<Outcome<Mid>> {
    return this.#write((desk) => amending(desk, offset, text));
  }

  async forget(mid: string): Promise<void> {
    await this.#outbox.remove(mid);
    this.#sending.pump();
  }

  run(line: string, about?: CardKey): Promise<Outcome<Reply>> {
    return this.#deeds.run(line, about);
  }

  earlier(before: number): Promise<Outcome<Result<'feed/read'>>> {
    return readEarlier(this.#ask, () => this.#held, before);
  }

  log(run: RunId, from: number, { job, style }: LogWish = {}): Promise<Outcome<Result<'run/log'>>> {
    return question(this.#ask, 'run/log', { run, from, job, style });
  }

  workflows(about: CardKey): Promise<Outcome<readonly Workflow[]>> {
    return askWorkflows(this.#ask, this.#held, about);
  }

  acted(what: Acted): Promise<Outcome<Result<'run/acted'>>> {
    return this.#deeds.acted(what);
  }

  async account(claimed: Params<'person/account'>): Promise<Outcome<readonly Account[]>> {
    const answer = await question(this.#ask, 'person/account', claimed);
    if (!answer.ok) return answer;
    this.#accounts = answer.value.accounts;
    return { ok: true, value: this.#accounts };
  }

  accounts(): readonly Account[] {
    return this.#accounts;
  }

  signOut(everywhere: boolean): Promise<Outcome<number>> {
    return askSignOut(this.#ask, everywhere);
  }

  retry(): void {
    this.#standing.retry();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#standing.close();
    this.#offline();
    this.#deeds.end();
  }

  async #write(make: (desk: Desk) => Outcome<OutboxItem>): Promise<Outcome<Mid>> {
    if (this.#closed) return ended;
    const held = this.#held;
    if (!held) return neverConnected;
    const { mid, surroundings } = this.#options;
    const made = make({ mid: mid(), room: held.view.room, epoch: held.at.epoch, writtenAt: surroundings.now() });
    if (!made.ok) return made;
    const kept = await this.#outbox.add(made.value);
    if (kept.ok) this.#sending.pump();
    return kept;
  }

  #stand(log: (note: string) => void): Standing {
    const { surroundings, device, firstWaitMs: first = firstWaitMs } = this.#options;
    return createStanding({
      surroundings,
      firstWaitMs: first,
      log,
      hello: () => ({ protocol, ...this.#credential, device, cursors: this.#cursors() }),
      welcomed: (hello, ask) => this.#welcomed(hello, ask),
      lost: () => this.#offline(),
      forget: () => (this.#forgotten = true),
      tell: (connection) => this.#tell({ type: 'connection', connection }),
      news: {
        'feed/entries': ({ room, epoch, entries }) => {
          const step = this.#change(room, (held) => takeEntries(held, epoch, entries));
          if (step?.hole) this.#standing.end({ type: 'behind' });
        },
        'card/changed': ({ room, card }) => this.#change(room, (held) => takeCard(held, card)),
        'sources/changed': ({ room, sources }) => this.#change(room, (held) => takeSources(held, sources)),
        'presence/changed': ({ room, people }) => this.#change(room, (held) => takePeople(held, people)),
        'session/tick': ({ now, tops }) => {
          this.#skewMs = now - surroundings.now();
          const top = tops.find(({ room }) => room === this.#held?.view.room);
          if (top) this.#lag.tick(top);
        },
      },
    });
  }

  #cursors(): Params<'session/hello'>['cursors'] {
    return this.#held && !this.#forgotten ? [{ room: this.#held.view.room, ...this.#held.at }] : [];
  }

  #welcomed(hello: Result<'session/hello'>, ask: Ask): Ending | undefined {
    if (hello.token !== undefined) {
      this.#credential = { token: hello.token };
      this.#tell({ type: 'token', token: hello.token });
    }
    this.#accounts = hello.accounts ?? [];
    this.#skewMs = hello.now - this.#options.surroundings.now();
    const state = this.#roomOf(hello);
    if (state && !this.#enter(state, hello)) return { type: 'unsound' };
    this.#ask = ask;
    this.#sending.online(ask);
    if (!state) return undefined;
    this.#sharing.online(state.room, ask);
    this.#deeds.online(state.room, ask);
    return undefined;
  }

  /** One room is shown: the one that was, or the first. */
  #roomOf({ rooms }: Result<'session/hello'>): RoomState | undefined {
    return rooms.find(({ room }) => room === this.#held?.view.room) ?? rooms[0];
  }

  #enter(state: RoomState, { person }: Result<'session/hello'>): boolean {
    const before = this.#held?.view.room === state.room ? this.#held : undefined;
    const step = enter(before, this.#forgotten ? undefined : before?.at, person, state);
    if (!step) return false;
    this.#forgotten = false;
    this.#take(step);
    return true;
  }

  #change<S extends Step>(room: string, change: (held: Held) => S): S | undefined {
    if (this.#held?.view.room !== room) return undefined;
    const step = change(this.#held);
    this.#take(step);
    return step;
  }

  #take({ held, events }: Step): void {
    this.#held = held;
    for (const event of events) this.#tell(event);
  }

  #offline(): void {
    this.#ask = undefined;
    this.#lag.clear();
    this.#sending.offline();
    this.#sharing.offline();
    this.#deeds.offline();
  }

  #tell: SessionOptions['tell'] = (event) => {
    if (!this.#closed) this.#options.tell(event);
  };
}
