import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { empty, hasOlder, olderTurn } from './feed-parts.ts';
import { feedRow, isArticle } from './feed-row.ts';
import { feedStyles } from './feed-styles.ts';
import { icon } from './icons.ts';
import { isIn, type PageTurn, windowOf } from './pages.ts';
import { noReader, type Reader } from './reader.ts';
import { feedRows, isTold, type Row } from './rows.ts';
import type { PanelState } from './state.ts';
import { actions, base, marks } from './styles.ts';
import type { Calendar } from './time.ts';
import { newMessages } from './words.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** So close to an end of the feed, in pixels, that its reader means the end. */
const nearEnd = 40;
const nearStart = 120;

/** The room's conversation. It follows the newest row while its reader is there, and else stays where they read. */
export class FeedElement extends LitElement {
  static override properties = {
    state: { attribute: false },
    now: { attribute: false },
    calendar: { attribute: false },
    reader: { attribute: false },
    following: { state: true },
    current: { state: true },
  };
  declare state: PanelState | undefined;
  declare now: number;
  declare calendar: Calendar | undefined;
  declare reader: Reader;
  declare following: boolean;
  /** The row that the Tab key reaches: the newest, unless the reader chose another. */
  declare current: string | undefined;
  /** The newest entry that the reader has had before them. */
  #seen = 0;
  /** Where the scroller was last; only a reader moves it up from there. */
  #top = 0;
  /** It is not known yet where reading begins. */
  #beginning = false;
  readonly #resized = new ResizeObserver(() => this.#follow());

  constructor() {
    super();
    this.following = true;
    this.now = 0;
    this.reader = noReader;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { state } = this;
    const before = changed.get('state');
    if (state?.thread !== before?.thread && before) this.following = true;
    if (wrote(state?.pending, before?.pending) || wrote(state?.asides, before?.asides)) {
      this.following = true;
      // What its reader has just written, or got for an answer, is what they go back to.
      this.current = undefined;
    }
    if (this.following) this.#seen = state?.room?.entries.at(-1)?.offset ?? 0;
    // A browser holds its reader's place when rows come before it, except at the very start.
    const scroller = this.#scroller;
    if (scroller && !this.following && scroller.scrollTop < 2 && firstOf(state) !== firstOf(before))
      scroller.scrollTop = 2;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    for (const each of [scroller, ...scroller.children]) this.#resized.observe(each);
    if (this.following && changed.has('state') && isNews(this.state, changed.get('state'))) this.#begin(scroller);
    if (this.following) this.#follow();
    this.#tellSeen();
  }

  /** Reading begins at the first new entry, where the end is too far from it to see both: which is known when all is laid out. */
  #begin(scroller: HTMLElement): void {
    if (!this.renderRoot.querySelector('.divider.new')) return;
    this.#beginning = true;
    const measure = () => {
      this.#beginning = false;
      const divider = this.renderRoot.querySelector('.divider.new');
      if (divider) this.#toDivider(scroller, divider);
      this.#tellSeen();
    };
    // A row takes up its height when it is drawn for the first time, which the second frame knows of.
    requestAnimationFrame(() => requestAnimationFrame(measure));
  }

  #toDivider(scroller: HTMLElement, divider: Element): void {
    const above = divider.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (scroller.scrollHeight - above <= scroller.clientHeight) return;
    this.following = false;
    scroller.scrollTop = above;
    this.#top = scroller.scrollTop;
  }

  /** The newest was before its reader's eyes: they look at the end of all that is said. */
  #tellSeen(): void {
    const { state } = this;
    const newest = state?.room?.entries.at(-1)?.offset;
    if (!state || newest === undefined || newest <= (state.seen ?? 0)) return;
    if (this.#beginning || document.hidden) return;
    if (this.following && state.end === undefined && state.thread === null)
      wish(this, { type: 'seen', offset: newest });
  }

  #follow(): void {
    const scroller = this.#scroller;
    if (!scroller || !this.following) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
  }

  #scrolled(scroller: HTMLElement): void {
    const { state } = this;
    if (!state) return;
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
    // Rows that are laid out late move the end away from a reader who has not moved at all.
    if (atEnd || scroller.scrollTop < this.#top) this.following = atEnd && state.end === undefined;
    this.#top = scroller.scrollTop;
    const free = state.connection.state === 'online' && state.reading === undefined && state.unread === undefined;
    if (!this.following && free && hasOlder(state) && scroller.scrollTop < nearStart) this.#page('older');
  }

  #page(towards: PageTurn): void {
    if (towards === 'newest') this.following = true;
    wish(this, { type: 'page', towards });
  }

  /** As the feed pattern of ARIA has it: Page Down and Page Up go from article to article. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
    const articles = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="article"]')];
    const at = articles.findIndex((each) => event.composedPath().includes(each));
    const next = articles[event.key === 'PageDown' ? at + 1 : at - 1];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { state, calendar } = this;
    if (!state?.room || !calendar) return nothing;
    const rows = feedRows(state, this.now, calendar);
    const { newer } = windowOf(state);
    const newerButton = html`<button class="text turn" type="button" @click=${() => this.#page('newer')}>${t('Show newer messages')}</button>`;
    return html`
      <shiproom-threads .state=${state}></shiproom-threads>
      <div class="scroller" @scroll=${(event: Event & { currentTarget: HTMLElement }) => this.#scrolled(event.currentTarget)}>
        <div class="rows">
          ${olderTurn(state, () => this.#page('older'))}
          <div
            role=${rows.some(isArticle) ? 'feed' : 'group'}
            aria-label=${t('Conversation')}
            aria-busy=${state.reading === undefined ? 'false' : 'true'}
            @keydown=${(event: KeyboardEvent) => this.#key(event)}
          >
            ${this.#articles(rows, state, calendar)}
          </div>
          ${newer > 0 ? newerButton : nothing} ${rows.length === 0 ? empty(state) : nothing}
        </div>
      </div>
      ${this.#newest(state, newer)}
    `;
  }

  #articles(rows: readonly Row[], state: PanelState, calendar: Calendar): unknown {
    const keys = rows.filter(isArticle).map((row) => row.key);
    const places = new Map(keys.map((key, index) => [key, index]));
    const current = this.current !== undefined && places.has(this.current) ? this.current : keys.at(-1);
    const { older, newer } = windowOf(state);
    const context = {
      reader: this.reader,
      cards: state.room?.cards ?? [],
      asides: state.asides,
      calendar,
      online: state.connection.state === 'online',
      size: hasOlder(state) || newer > 0 ? -1 : keys.length,
    };
    const row = (each: Row) =>
      feedRow(each, {
        ...context,
        place: older + (places.get(each.key) ?? 0) + 1,
        reachable: each.key === current,
        chosen: () => {
          this.current = each.key;
        },
      });
    return repeat(rows, (each) => each.key, row);
  }

  #newest(state: PanelState, newer: number): TemplateResult | typeof nothing {
    if (this.following && newer === 0) return nothing;
    const entries = state.room?.entries ?? [];
    const after = entries.findLastIndex(({ offset }) => offset <= this.#seen) + 1;
    const unseen = entries.slice(after).filter((each) => isTold(each) && isIn(state.thread, each.about)).length;
    const words = unseen > 0 ? newMessages(unseen) : t('Newest');
    return html`<button type="button" class="button secondary newest" @click=${() => this.#page('newest')}>
      <span>${icon('arrow-down')}${words}</span>
    </button>`;
  }

  static override styles = [base, marks, actions, feedStyles];
}

/** Whether it has been told anew what the reader had seen. */
const isNews = (now: PanelState | undefined, then: PanelState | undefined): boolean =>
  now?.newAfter !== undefined && now.newAfter !== then?.newAfter;

const firstOf = (state: PanelState | undefined): number | undefined => state && windowOf(state).entries[0]?.offset;

/** Whether something was added to what the reader writes. */
const wrote = (now: readonly unknown[] = [], then: readonly unknown[] = now): boolean => now.length > then.length;
