import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CardKey } from '../protocol/model/card.ts';
import type { Offer } from '../protocol/model/completion.ts';
import type { Offset } from '../protocol/model/ids.ts';
import { accept, type Line, mayComplete, moveOf, type Offered, type Offers, offersAt } from './completing.ts';
import { aboutNote, draftOf, editNote, offerList, offersWords, tooLong } from './composer-parts.ts';
import { composerStyles } from './composer-styles.ts';
import { icon } from './icons.ts';
import { createRecall } from './recall.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** Where messages and commands are written. A line that starts with a slash is for the bot. */
export class ComposerElement extends LitElement {
  static override properties = {
    offered: { attribute: false },
    about: { attribute: false },
    thread: { attribute: false },
    here: { attribute: false },
    text: { attribute: false },
    editing: { attribute: false },
    caret: { state: true },
    closed: { state: true },
    picked: { state: true },
  };
  /** What the bridge offered last, and for which line. */
  declare offered: Offered | undefined;
  /** The branch that is written about, if its writer chose one. */
  declare about: CardKey | null;
  /** The branch whose conversation alone is shown: whatever is written is about it. */
  declare thread: CardKey | null;
  /** The branch of this editor, which a command means by “this branch”. */
  declare here: CardKey | null;
  declare text: string;
  /** The entry that is being changed; absent while something new is written. */
  declare editing: Offset | undefined;
  /** Where the caret is; absent while the field is not in use. */
  declare caret: number | undefined;
  /** Whether the offers were sent away for now. */
  declare closed: boolean;
  /** What the offer that the writer picked would insert; absent while the first thought stands. */
  declare picked: string | undefined;
  /** The commands that were run from here; messages are changed where they stand. */
  readonly #recall = createRecall();
  #last: 'say' | 'run' | undefined;
  /** The offers of which one was taken: they say nothing of what comes after it. */
  #used: Offered | undefined;

  constructor() {
    super();
    this.about = null;
    this.thread = null;
    this.here = null;
    this.text = '';
    this.closed = false;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  override focus(): void {
    // The text may have been set just now: the caret goes behind it.
    void this.updateComplete.then(() => this.#field?.focus());
  }

  /** The branch that is meant. */
  get #subject(): CardKey | undefined {
    return this.thread ?? this.about ?? undefined;
  }

  get #line(): Line | undefined {
    const { text, caret, editing } = this;
    // A message that is being changed is no command, whatever it begins with.
    if (this.closed || caret === undefined || (editing !== undefined && text.startsWith('/'))) return undefined;
    const line = { text, caret };
    return mayComplete(line) ? line : undefined;
  }

  get #offers(): Offers | undefined {
    const line = this.#line;
    return line && this.offered !== this.#used ? offersAt(this.offered, line) : undefined;
  }

  /** Which of the offers is meant; -1 where none is. */
  #meant({ offers, picked }: Offers): number {
    const chosen = this.picked === undefined ? -1 : offers.findIndex(({ insert }) => insert === this.picked);
    return chosen < 0 ? picked : chosen;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('editing') || !this.hasUpdated) return;
    this.closed = false;
    this.#recall.leave();
    if (this.caret !== undefined) this.caret = this.text.length;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const field = this.#field;
    const { caret } = this;
    if (field && changed.has('text') && caret !== undefined && field.selectionStart !== caret)
      field.setSelectionRange(caret, caret);
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #write(text: string, caret: number): void {
    this.text = text;
    this.caret = caret;
    this.closed = false;
    this.picked = undefined;
    wish(this, { type: 'draft', text });
    this.#learn();
  }

  /** Asks how the line may go on. The answer may come at any time, or never: nothing waits for it. */
  #learn(): void {
    const line = this.#line;
    if (line) wish(this, { type: 'complete', ...line, about: this.#subject ?? this.here ?? undefined });
  }

  #send(): void {
    const { kind, text, over } = draftOf(this.text, this.editing !== undefined);
    if (text === '' || over > 0) return;
    if (this.editing !== undefined) return wish(this, { type: 'amend', offset: this.editing, text });
    if (kind === 'run') wish(this, { type: 'run', line: text, about: this.#subject ?? this.here ?? undefined });
    else wish(this, { type: 'say', text, about: this.#subject });
    if (kind === 'run') this.#recall.put(this.text);
    this.#last = kind;
    this.#recall.leave();
    this.#write('', 0);
  }

  #accept(offers: Offers, offer: Offer): void {
    const next = accept(this.text, offers, offer);
    this.#used = this.offered;
    this.#write(next.text, next.caret);
  }

  /** Handles a key for the open list. Answers whether it was one of its keys. */
  #listKey(key: string, shown: Offers): boolean {
    const move = moveOf(key, shown, this.#meant(shown), this.picked !== undefined, this.text);
    if (move?.type === 'take') this.#accept(shown, move.offer);
    if (move?.type === 'close') this.closed = true;
    if (move?.type === 'pick') this.picked = move.offer.insert;
    return move !== undefined;
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, its keys are its own.
    if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const offers = this.#offers;
    if (offers && this.#listKey(event.key, offers)) event.preventDefault();
    else if (event.key === 'Enter') {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'Escape' && this.editing !== undefined) this.#leave();
    else if (event.key === 'ArrowUp' && (this.text === '' || this.#recall.active())) this.#up(event);
    else if (event.key === 'ArrowDown' && this.#recall.active()) this.#bring(event, -1);
  }

  #leave(): void {
    wish(this, { type: 'end-edit' });
  }

  /** What was written last comes back: a command, to be run again; else the newest message, to be changed. */
  #up(event: Event): void {
    if (this.#recall.active() || this.#last === 'run') return this.#bring(event, 1);
    if (this.editing !== undefined) return;
    event.preventDefault();
    wish(this, { type: 'begin-edit' });
  }

  /** Goes through the commands that were run before, the newest first. */
  #bring(event: Event, step: 1 | -1): void {
    const text = this.#recall.turn(step);
    event.preventDefault();
    this.#write(text, text.length);
    this.closed = true;
  }

  #typed(field: HTMLTextAreaElement): void {
    this.#recall.leave();
    this.#write(field.value, field.selectionStart);
  }

  override render(): TemplateResult {
    const offers = this.#offers;
    const { kind, over, text } = draftOf(this.text, this.editing !== undefined);
    const editing = this.editing !== undefined;
    const name = editing ? t('Save message') : kind === 'run' ? t('Run command') : t('Send message');
    return html`
      ${offers ? offerList(offers, this.#meant(offers), (offer) => this.#accept(offers, offer)) : nothing}
      ${this.#note()}
      <div class="field">
        ${this.#textarea(offers)}
        <button class="tool" type="button" title=${t('{0} (Enter)', name)} aria-label=${name} ?disabled=${text === '' || over > 0} @click=${() => this.#send()}>
          ${icon(editing ? 'check' : 'send')}
        </button>
      </div>
      <p class=${over > 0 ? 'error' : 'unseen'} role="status">${over > 0 ? tooLong(over) : offers ? offersWords(offers) : ''}</p>
    `;
  }

  #note(): TemplateResult | typeof nothing {
    if (this.editing !== undefined) return editNote(() => this.#leave());
    if (this.thread) return aboutNote(this.thread, undefined);
    return this.about ? aboutNote(this.about, () => wish(this, { type: 'write-about', key: null })) : nothing;
  }

  #textarea(offers: Offers | undefined): TemplateResult {
    const active = offers && this.#meant(offers);
    const editing = this.editing !== undefined;
    return html`<textarea
      rows="1"
      placeholder=${editing ? t('What your message is to say') : t('Message, or / for a command')}
      aria-label=${editing ? t('What your message is to say') : t('Message, or a command after a slash')}
      aria-autocomplete="list"
      aria-controls=${offers ? 'offers' : nothing}
      aria-activedescendant=${active !== undefined && active >= 0 ? `offer-${active}` : nothing}
      .value=${live(this.text)}
      @input=${(event: Event & { currentTarget: HTMLTextAreaElement }) => this.#typed(event.currentTarget)}
      @select=${this.#moved}
      @keyup=${this.#moved}
      @click=${this.#moved}
      @focus=${this.#moved}
      @blur=${() => {
        this.caret = undefined;
      }}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    ></textarea>`;
  }

  readonly #moved = (event: Event): void => {
    const field = event.currentTarget;
    if (!(field instanceof HTMLTextAreaElement) || field.selectionStart === this.caret) return;
    // What was typed is told by its own event, which may come after this one.
    if (field.value !== this.text) return;
    this.caret = field.selectionStart;
    this.picked = undefined;
    this.#learn();
  };

  static override styles = [base, marks, actions, composerStyles];
}
