import { html, LitElement, type TemplateResult } from 'lit';
import type { Offset } from '../protocol/model/ids.ts';
import type { FromPanel, ToPanel } from '../protocol/wire/panel.ts';
import { announcements, createAnnouncer } from './announcements.ts';
import { beginEdit, saysSo } from './edit.ts';
import { createLogFollower } from './follow-log.ts';
import { speak } from './l10n.ts';
import { type Memory, readMemory } from './memory.ts';
import { windowOf } from './pages.ts';
import { composer, logPane, side, welcome } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';
import { createReader } from './reader.ts';
import { begun, remembered, unfolded, upToDate } from './remembering.ts';
import { createRights } from './rights.ts';
import { searches } from './search.ts';
import { type Doing, type PanelState, reduce, start } from './state.ts';
import { base } from './styles.ts';
import { type Calendar, createCalendar, localeBeside } from './time.ts';
import { isOwnWish, type OwnWish, type Wish, WishEvent } from './wish.ts';

/** What the panel needs of the world around it. */
export interface PanelOptions {
  readonly place: 'editor' | 'page';
  readonly memory: Memory;
  ask(message: FromPanel): void;
  remember(memory: Memory): void;
  /** Mints the number of a request, unlike any that an earlier panel minted. */
  number(): string;
  now(): number;
  after(ms: number, work: () => void): () => void;
}

/** The whole panel. It holds the state, hands it down to its elements, and carries out what they wish for. */
export class PanelElement extends LitElement {
  static override properties = {
    options: { attribute: false },
    state: { state: true },
    now: { attribute: false },
    memory: { state: true },
    said: { state: true },
  };
  declare options: PanelOptions | undefined;
  declare state: PanelState;
  declare now: number;
  declare memory: Memory;
  /** What a screen reader is told. */
  declare said: string;
  readonly #calendar: Calendar = createCalendar(localeBeside(document.documentElement.lang, navigator.language));
  readonly #rights = createRights();
  readonly #readOn = createLogFollower(
    () => this.state.log,
    ({ run, job, next }) => this.#ask({ type: 'log', ask: this.#number(), run, from: next, job }),
  );
  #reader = createReader('page');
  /** The newest line that somebody wants to be completed, while an older one is asked for. */
  #line: (Wish & { type: 'complete' }) | undefined;
  #announce: ((words: readonly string[]) => void) | undefined;

  constructor() {
    super();
    this.state = start;
    this.now = 0;
    this.memory = readMemory(undefined);
    this.said = '';
    this.addEventListener(WishEvent.type, (event) => {
      event.stopPropagation();
      this.#grant(event.wish);
    });
  }

  /** Begins; nothing is shown before. */
  start(options: PanelOptions): void {
    this.options = options;
    this.memory = options.memory;
    this.state = { ...start, thread: this.memory.thread ?? null };
    this.#reader = createReader(options.place);
    this.now = options.now();
    this.#announce = createAnnouncer(
      (ms, work) => options.after(ms, work),
      (words) => {
        this.said = words;
      },
    );
    options.ask({ type: 'ready' });
  }

  /** Takes in what the host tells, or what the panel itself did. */
  tell(action: ToPanel | Doing): void {
    const { options } = this;
    if (!options) return;
    this.now = options.now();
    if (action.type === 'words') speak(action.words);
    const before = this.state;
    this.state = reduce(before, action, this.now);
    this.#announce?.(announcements(before, this.state, this.#calendar));
    this.#remember(upToDate(this.memory, this.state));
    if (action.type === 'thread') this.#show(action);
    this.#goOn();
  }

  /** Asks what is to be asked next, as things stand. */
  #goOn(): void {
    this.#readOn((ms, work) => this.options?.after(ms, work));
    if (searches(this.state)) this.#readOlder();
    const line = this.#line;
    if (!line || this.state.completing.out) return;
    this.#line = undefined;
    this.#ask({ ...line, ask: this.#number() });
  }

  #show({ about, write }: ToPanel & { type: 'thread' }): void {
    if (write === undefined) return this.#remember(unfolded(this.memory, about));
    this.#remember(begun(this.memory, this.state, about, write));
    this.#write();
  }

  #number(): string {
    return this.options?.number() ?? '';
  }

  #ask(message: FromPanel): void {
    this.options?.ask(message);
    this.tell({ type: 'asked', message });
  }

  #grant(wish: Wish): void {
    if (isOwnWish(wish)) return this.#do(wish);
    switch (wish.type) {
      case 'say':
      case 'run':
        this.tell({ type: 'paged', towards: 'newest' });
        return this.#ask({ ...wish, ask: this.#number() });
      case 'amend':
        return this.#amend(wish.offset, wish.text);
      case 'complete':
        this.#line = wish;
        return this.#goOn();
      case 'earlier':
      case 'log':
        return this.#ask({ ...wish, ask: this.#number() });
      case 'forget':
      case 'open-log':
      case 'open-link':
      case 'open-place':
      case 'open-diff':
      case 'open-excerpt':
      case 'seen':
      case 'connect':
      case 'retry':
        return this.#ask(wish);
    }
  }

  #do(wish: OwnWish): void {
    switch (wish.type) {
      case 'dismiss':
        return this.tell({ type: 'dismissed', ask: wish.ask });
      case 'page':
        return this.#page(wish.towards);
      case 'close-log':
        return this.tell({ type: 'log-closed' });
      case 'retry-log':
        return this.tell({ type: 'log-retried' });
      case 'narrow':
        return this.tell({ type: 'narrowed', about: wish.about });
      case 'write-about':
        this.#remember({ ...this.memory, about: wish.key ?? undefined });
        if (this.state.thread) this.tell({ type: 'narrowed', about: null });
        return this.#write();
      case 'edit':
        return this.#edit(wish);
      case 'begin-edit':
        return this.#begin(wish.offset);
      case 'end-edit':
      case 'draft':
      case 'fold':
        return this.#remember(remembered(this.memory, wish));
    }
  }

  /** Changes what a message says, unless it says so already; without a text, takes it back. */
  #amend(offset: Offset, text: string | null): void {
    if (this.memory.edit?.offset === offset) this.#remember(remembered(this.memory, { type: 'end-edit' }));
    if (!saysSo(this.state.room, offset, text)) this.#ask({ type: 'amend', ask: this.#number(), offset, text });
  }

  #begin(offset: Offset | undefined): void {
    this.#remember(beginEdit(this.memory, this.state.room, offset));
    if (this.memory.edit) this.#write();
  }

  #edit({ ask, text, about }: Extract<Wish, { type: 'edit' }>): void {
    if (this.memory.edit === undefined && this.memory.draft.trim() === '') {
      this.tell({ type: 'dismissed', ask });
      this.#remember({ ...this.memory, draft: text, about });
    }
    this.#write();
  }

  #write(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('shiproom-composer')?.focus());
  }

  #remember(memory: Memory): void {
    if (memory === this.memory) return;
    this.memory = memory;
    this.options?.remember(memory);
  }

  #page(towards: 'older' | 'newer' | 'newest'): void {
    const reads = towards === 'older' && windowOf(this.state).older === 0;
    this.tell({ type: 'paged', towards });
    if (reads) this.#readOlder();
  }

  #readOlder(): void {
    const { room, reading } = this.state;
    const first = room?.entries[0]?.offset;
    if (room?.more && reading === undefined && first !== undefined)
      this.#ask({ type: 'earlier', ask: this.#number(), before: first });
  }

  override render(): TemplateResult {
    const { state, options } = this;
    return html`
      <shiproom-connection
        .connection=${state.connection}
        .name=${state.room?.name ?? 'Shiproom'}
        .asOf=${state.room && state.asOf}
        .now=${this.now}
      ></shiproom-connection>
      ${state.room ? this.#room(state, state.room) : welcome(state.connection, options?.place ?? 'page')}
      <div class="unseen" role="status" aria-live="polite">${this.said}</div>
    `;
  }

  #room(state: PanelState, room: NonNullable<PanelState['room']>): TemplateResult {
    const { memory } = this;
    const rights = this.#rights(room);
    return html`
      ${side(room, { state, memory, rights, now: this.now, calendar: this.#calendar })}
      <main>
        ${state.log ? logPane(state.log, room.cards) : html`<shiproom-feed .state=${state} .reader=${this.#reader(rights)} .now=${this.now} .calendar=${this.#calendar}></shiproom-feed>`}
        ${composer(state, memory)}
      </main>
    `;
  }

  static override styles = [base, panelStyles];
}
