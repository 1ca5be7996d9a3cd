import type { CardKey } from '../protocol/model/card.ts';
import type { Excerpt } from '../protocol/model/excerpt.ts';
import type { RunId } from '../protocol/model/ids.ts';
import type { Answer, Connection, FromPanel, ToPanel } from '../protocol/wire/panel.ts';
import { notConnected, refused } from './refusals.ts';
import type { Outcome, Refused, Session, SessionEvent } from './session.ts';

/** The parts of a panel's wishes that each host fulfils in its own way. */
export interface HostActs {
  openLog(run: RunId, job?: string): void;
  openLink(href: string): void;
  openPlace(file: string, line: number, column?: number): void;
  openDiff(text: string): void;
  openExcerpt(of: Excerpt, text: string): void;
  /** The reader has had this entry before them. */
  seen(offset: number): void;
  connect(): void;
}

/** The host's half of the panel protocol, the same in an editor and in a page: it stands between one panel and one session. */
export interface PanelHost {
  /** Feed it every event of the session. */
  told(event: SessionEvent): void;
  /** Feed it every message of the panel, parsed. */
  asked(message: FromPanel): void;
  /** The branch that is checked out here. */
  here(key: CardKey | null): void;
  /** A session came or went; null where nothing is paired. */
  attach(session: Session | null): void;
  /** Shows what is about one branch alone, or everything, and begins a message with `write`. */
  thread(about: CardKey | null, write?: string): void;
  /** The newest entry that the reader has seen. */
  seen(offset: number): void;
}

export type CreatePanelHost = (post: (message: ToPanel) => void, acts: HostActs) => PanelHost;

/** A host that says nothing before the panel is ready, and then all there is, each time that the panel is ready anew. */
export const createPanelHost: CreatePanelHost = (post, acts) => new SessionPanelHost(post, acts);

type Asked = Extract<FromPanel, { ask: string }>;

class SessionPanelHost implements PanelHost {
  readonly #post: (message: ToPanel) => void;
  readonly #acts: HostActs;
  #session: Session | null = null;
  #here: CardKey | null = null;
  #seen: number | undefined;
  /** What was to be shown before the panel was there to show it. */
  #thread: Thread | undefined;
  #ready = false;

  constructor(post: (message: ToPanel) => void, acts: HostActs) {
    this.#post = post;
    this.#acts = acts;
  }

  attach(session: Session | null): void {
    this.#session = session;
    this.#replay();
  }

  here(key: CardKey | null): void {
    this.#here = key;
    if (this.#ready) this.#post({ type: 'here', here: key });
  }

  seen(offset: number): void {
    this.#seen = offset;
    if (this.#ready) this.#post({ type: 'seen', offset });
  }

  thread(about: CardKey | null, write?: string): void {
    this.#thread = { type: 'thread', about, ...(write !== undefined && { write }) };
    if (this.#ready) this.#show();
  }

  told(event: SessionEvent): void {
    if (!this.#ready) return;
    switch (event.type) {
      case 'token':
      case 'overlaps':
      case 'unshared':
        return;
      case 'entries':
        return this.#post({ type: 'entries', entries: [...event.entries] });
      case 'people':
        return this.#post({ type: 'people', people: [...event.people] });
      case 'sources':
        return this.#post({ type: 'sources', sources: [...event.sources] });
      case 'pending':
        return this.#post({ type: 'pending', pending: [...event.pending] });
      case 'connection':
      case 'room':
      case 'card':
        return this.#post(event);
    }
  }

  asked(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        return this.#replay();
      case 'forget':
        return void this.#session?.forget(message.mid);
      case 'open-log':
        return this.#acts.openLog(message.run, message.job);
      case 'open-link':
        return this.#acts.openLink(message.href);
      case 'open-place':
        return this.#acts.openPlace(message.file, message.line, message.column);
      case 'open-diff':
        return this.#acts.openDiff(message.text);
      case 'open-excerpt':
        return this.#acts.openExcerpt(message.of, message.text);
      case 'seen':
        return this.#acts.seen(message.offset);
      case 'connect':
        return this.#acts.connect();
      case 'retry':
        return this.#session?.retry();
      case 'say':
      case 'amend':
      case 'run':
      case 'earlier':
      case 'log':
      case 'workflows':
      case 'complete':
        return void this.#settle(message);
    }
  }

  /** Whatever becomes of it, even a fault of ours: each question gets its one answer. */
  async #settle(message: Asked): Promise<void> {
    const answer = await this.#answer(message).catch((): Answer => refusal(refused('internal', ownFault)));
    this.#post({ type: 'answer', ask: message.ask, answer });
  }

  async #answer(message: Asked): Promise<Answer> {
    const session = this.#session;
    if (!session) return refusal(notConnected);
    switch (message.type) {
      case 'say':
        return answerOf(await session.say(message.text, message.about), () => ({ type: 'done' }));
      case 'amend':
        return answerOf(await session.amend(message.offset, message.text), () => ({ type: 'done' }));
      case 'run':
        return answerOf(await session.run(message.line, message.about), ({ reply, offset }) => ({
          type: 'reply',
          message: reply,
          offset,
        }));
      case 'log':
        return answerOf(await session.log(message.run, message.from, { job: message.job }), (part) => ({
          type: 'log',
          ...part,
        }));
      case 'workflows':
        return answerOf(await session.workflows(message.about), (workflows) => ({
          type: 'workflows',
          workflows: [...workflows],
        }));
      case 'complete':
        return answerOf(await session.complete(message.text, message.caret, message.about), (completion) => ({
          type: 'completion',
          completion,
        }));
      case 'earlier':
        return answerOf(await session.earlier(message.before), ({ entries, more }) => {
          this.#post({ type: 'earlier', entries, more });
          return { type: 'done' };
        });
    }
  }

  #replay(): void {
    if (!this.#ready) return;
    const session = this.#session;
    const room = session?.room();
    const connection: Connection = session?.connection() ?? { state: 'unpaired' };
    this.#post({ type: 'connection', connection });
    // Before the room, so that the panel does not take for seen what it shows first.
    if (this.#seen !== undefined) this.#post({ type: 'seen', offset: this.#seen });
    // What was told to one person is not there for whoever opens the panel after they were signed out.
    if (room && connection.state !== 'unpaired') this.#post({ type: 'room', room });
    this.#post({ type: 'pending', pending: [...(session?.pending() ?? [])] });
    this.#post({ type: 'here', here: this.#here });
    this.#show();
  }

  #show(): void {
    if (this.#thread) this.#post(this.#thread);
    this.#thread = undefined;
  }
}

type Thread = Extract<ToPanel, { type: 'thread' }>;

const ownFault = 'Something went wrong in this window. Try again.';

const refusal = ({ slug, message, field }: Omit<Refused, 'ok'>): Answer => ({
  type: 'refused',
  slug,
  message,
  ...(field === undefined ? {} : { field }),
});

function answerOf<T>(outcome: Outcome<T>, read: (value: T) => Answer): Answer {
  return outcome.ok ? read(outcome.value) : refusal(outcome);
}
