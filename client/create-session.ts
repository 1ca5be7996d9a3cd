import type { CardKey } from '../protocol/model/card.ts';
import type { Completion } from '../protocol/model/completion.ts';
import type { Shown } from '../protocol/model/excerpt.ts';
import type { Mid, Offset, RunId } from '../protocol/model/ids.ts';
import type { Overlap } from '../protocol/model/presence.ts';
import type { Status } from '../protocol/model/status.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import type { Account, Params, Result } from '../protocol/wire/methods.ts';
import type { Connection, Pending, RoomView } from '../protocol/wire/panel.ts';
import { protocol } from '../protocol/wire/version.ts';
import type { Ask } from './calls.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { createFollowedRoom, type FollowedRoom } from './followed-room.ts';
import { createLag, type Lag } from './lag.ts';
import type { OutboxItem } from './keep.ts';
import { createOutbox, type Outbox, pendingOf } from './outbox.ts';
import { question } from './question.ts';
import { askCompletion, askSignOut, askWorkflows, readEarlier } from './questions.ts';
import type { Ending } from './reconnect.ts';
import { ended, neverConnected } from './refusals.ts';
import { createSending, type Sending } from './sending.ts';
import type { Acted, Appearance, Credential, LogWish, Outcome, Reply, Session, SessionOptions } from './session.ts';
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
  readonly #room: FollowedRoom;
  #credential: Credential;
  #accounts: readonly Account[] = [];
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
    const behind = (): void => this.#standing.end({ type: 'behind' });
    this.#room = createFollowedRoom((event) => this.#tell(event), behind);
    const at = () => this.#room.held()?.at;
    this.#sending = createSending({ outbox: this.#outbox, surroundings, stuck, epoch: () => at()?.epoch });
    const unshared = (message: string): void => this.#tell({ type: 'unshared', message });
    this.#sharing = createSharing({ mid, counter, after, log, unshared });
    this.#deeds = createDeeds({ mid, after, bridgeNow: () => surroundings.now() + this.#skewMs });
    this.#lag = createLag(after, at, behind);
    this.#standing = this.#stand(log);
  }

  start(): void {
    if (this.#closed) return;
    void this.#outbox.load().then(() => this.#sending.pump());
    this.#standing.start();
  }

  room(): RoomView | undefined {
    return this.#room.held()?.view;
  }

  connection(): Connection {
    return this.#standing.connection();
  }

  pending(): readonly Pending[] {
    return this.#outbox.items().map(pendingOf);
  }

  share(status: Status | null): void {
    this.#sharing.share(status);
  }

  appear(how: Appearance): void {
    this.#sharing.appear(how);
  }

  overlaps(): readonly Overlap[] {
    return this.#room.overlaps();
  }

  say(text: string, about?: CardKey, excerpt?: Shown): Promise<Outcome<Mid>> {
    return this.#write((desk) => saying(desk, text, about, excerpt));
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

  complete(text: string, caret: number, about?: CardKey): Promise<Outcome<Completion | null>> {
    return askCompletion(this.#ask, this.#room.held(), { text, caret, about });
  }

  earlier(before: number): Promise<Outcome<Result<'feed/read'>>> {
    return readEarlier(this.#ask, () => this.#room.held(), before);
  }

  log(run: RunId, from: number, { job, style }: LogWish = {}): Promise<Outcome<Result<'run/log'>>> {
    return question(this.#ask, 'run/log', { run, from, job, style });
  }

  workflows(about: CardKey): Promise<Outcome<readonly Workflow[]>> {
    return askWorkflows(this.#ask, this.#room.held(), about);
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
    const held = this.#room.held();
    if (!held) return neverConnected;
    const { mid, surroundings } = this.#options;
    const made = make({ mid: mid(), room: held.view.room, epoch: held.at.epoch, writtenAt: surroundings.now() });
    if (!made.ok) return made;
    const kept = await this.#outbox.add(made.value);
    if (kept.ok) this.#sending.pump();
    return kept;
  }

  #stand(log: (note: string) => void): Standing {
    const { surroundings, device, seen, firstWaitMs: first = firstWaitMs } = this.#options;
    return createStanding({
      surroundings,
      firstWaitMs: first,
      log,
      hello: () => ({
        protocol,
        ...this.#credential,
        device,
        cursors: this.#room.cursors(),
        ...(seen ? { seen: seen() } : {}),
      }),
      welcomed: (hello, ask) => this.#welcomed(hello, ask),
      lost: () => this.#offline(),
      forget: () => this.#room.forget(),
      tell: (connection) => this.#tell({ type: 'connection', connection }),
      news: {
        ...this.#room.news,
        'session/tick': ({ now, tops }) => {
          this.#skewMs = now - surroundings.now();
          const top = tops.find(({ room }) => room === this.#room.held()?.view.room);
          if (top) this.#lag.tick(top);
        },
      },
    });
  }

  #welcomed(hello: Result<'session/hello'>, ask: Ask): Ending | undefined {
    if (hello.token !== undefined) {
      this.#credential = { token: hello.token };
      this.#tell({ type: 'token', token: hello.token });
    }
    this.#accounts = hello.accounts ?? [];
    this.#skewMs = hello.now - this.#options.surroundings.now();
    const state = this.#room.of(hello);
    if (state && !this.#room.enter(state, hello)) return { type: 'unsound' };
    this.#ask = ask;
    this.#sending.online(ask);
    if (!state) return undefined;
    this.#sharing.online(state.room, ask);
    this.#deeds.online(state.room, ask);
    return undefined;
  }

  #offline(): void {
    this.#ask = undefined;
    this.#room.offline();
    this.#lag.clear();
    this.#sending.offline();
    this.#sharing.offline();
    this.#deeds.offline();
  }

  #tell: SessionOptions['tell'] = (event) => {
    if (!this.#closed) this.#options.tell(event);
  };
}
