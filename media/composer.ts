import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CardKey } from '../protocol/model/card.ts';
import { accept, complete, type Completion, type Known, type Offer, startsSomething } from './completion.ts';
import { composerStyles } from './composer-styles.ts';
import { icon } from './icons.ts';
import { sameCard } from './state.ts';
import { actions, base, marks } from './styles.ts';
import { wish } from './wish.ts';

/** As long as the protocol lets a message and a command line be. */
const longest = { say: 4000, run: 2000 };

/** Where messages and commands are written. A line that starts with a slash is for the bot. */
export class ComposerElement extends LitElement {
  static override properties = {
    known: { attribute: false },
    about: { attribute: false },
    here: { attribute: false },
    text: { attribute: false },
    caret: { state: true },
    closed: { state: true },
    picked: { state: true },
  };
  declare known: Known;
  /** The branch that is written about, if its writer chose one. */
  declare about: CardKey | null;
  /** The branch of this editor, which a command means by “this branch”. */
  declare here: CardKey | null;
  declare text: string;
  /** Where the caret is; absent while the field is not in use. */
  declare caret: number | undefined;
  /** Whether the offers were sent away for now. */
  declare closed: boolean;
  /** Which offer the writer picked; absent while the first thought stands. */
  declare picked: number | undefined;
  readonly #written: string[] = [];
  #back = 0;
  /** The branch for which it was asked what can be started. */
  #askedFor: CardKey | undefined;

  constructor() {
    super();
    this.known = { commands: [], cards: [], people: [] };
    this.about = null;
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

  get #completion(): Completion | undefined {
    if (this.closed || this.caret === undefined) return undefined;
    return complete(this.text, this.caret, this.known);
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

  /** Asks once for each branch what can be started there, when that begins to matter. */
  #learn(): void {
    const about = this.about ?? this.here ?? undefined;
    if (!about || (this.#askedFor && sameCard(about, this.#askedFor)) || !startsSomething(this.text, this.known))
      return;
    this.#askedFor = about;
    wish(this, { type: 'workflows', about });
  }

  #send(): void {
    const { kind, text, over } = this.#draft;
    if (text === '' || over > 0) return;
    if (kind === 'run') wish(this, { type: 'run', line: text, about: this.about ?? this.here ?? undefined });
    else wish(this, { type: 'say', text, about: this.about ?? undefined });
    this.#written.push(this.text);
    this.#back = 0;
    this.#write('', 0);
  }

  /** What would be sent now, and by how many characters it is too long. */
  get #draft(): { kind: 'say' | 'run'; text: string; over: number } {
    const kind = this.text.startsWith('/') ? 'run' : 'say';
    const text = (kind === 'run' ? this.text.slice(1) : this.text).trim();
    return { kind, text, over: text.length - longest[kind] };
  }

  #accept(completion: Completion, offer: Offer): void {
    const next = accept(this.text, completion, offer);
    this.#write(next.text, next.caret);
  }

  /** Handles a key for the open list. Answers whether it was one of its keys. */
  #listKey(key: string, completion: Completion): boolean {
    const { offers } = completion;
    const at = this.picked ?? completion.picked;
    const offer = offers[at];
    switch (key) {
      case 'ArrowDown':
        this.picked = (at + 1) % offers.length;
        return true;
      case 'ArrowUp':
        this.picked = at <= 0 ? offers.length - 1 : at - 1;
        return true;
      case 'Escape':
        this.closed = true;
        return true;
      case 'Tab':
        if (offers[0]) this.#accept(completion, offer ?? offers[0]);
        return true;
      case 'Enter':
        if (!offer || accept(this.text, completion, offer).text.trim() === this.text.trim()) return false;
        this.#accept(completion, offer);
        return true;
      default:
        return false;
    }
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, its keys are its own.
    if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const completion = this.#completion;
    if (completion && this.#listKey(event.key, completion)) event.preventDefault();
    else if (event.key === 'Enter') {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && (this.text === '' || this.#back > 0)) this.#recall(event, 1);
    else if (event.key === 'ArrowDown' && this.#back > 0) this.#recall(event, -1);
  }

  /** Goes through what was written before, the newest first. */
  #recall(event: Event, step: number): void {
    const back = Math.min(this.#written.length, this.#back + step);
    const text = this.#written[this.#written.length - back] ?? '';
    event.preventDefault();
    this.#write(text, text.length);
    this.#back = back;
    this.closed = true;
  }

  #typed(field: HTMLTextAreaElement): void {
    this.#back = 0;
    this.#write(field.value, field.selectionStart);
  }

  override render(): TemplateResult {
    const completion = this.#completion;
    const { kind, over, text } = this.#draft;
    const name = kind === 'run' ? 'Run command' : 'Send message';
    return html`
      ${completion ? this.#list(completion) : nothing}
      ${this.about ? this.#about(this.about) : nothing}
      <div class="field">
        ${this.#textarea(completion)}
        <button class="tool" type="button" title=${`${name} (Enter)`} aria-label=${name} ?disabled=${text === '' || over > 0} @click=${() => this.#send()}>
          ${icon('send')}
        </button>
      </div>
      <p class=${over > 0 ? 'error' : 'unseen'} role="status">
        ${over > 0 ? `Too long by ${over} characters: shorten it to send it.` : ''}
      </p>
    `;
  }

  #textarea(completion: Completion | undefined): TemplateResult {
    const active = completion && (this.picked ?? completion.picked);
    return html`<textarea
      rows="1"
      placeholder="Message, or / for a command"
      aria-label="Message, or a command after a slash"
      aria-autocomplete="list"
      role=${completion ? 'combobox' : 'textbox'}
      aria-expanded=${completion ? 'true' : nothing}
      aria-haspopup=${completion ? 'listbox' : nothing}
      aria-controls=${completion ? 'offers' : nothing}
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
    this.caret = field.selectionStart;
    this.picked = undefined;
    this.#learn();
  };

  #list(completion: Completion): TemplateResult {
    const active = this.picked ?? completion.picked;
    // A press must not take the focus, or the list is gone before the click.
    return html`<ul id="offers" role="listbox" aria-label="Completions" @mousedown=${(event: Event) => event.preventDefault()}>
      ${completion.offers.map(
        (offer, index) => html`<li
          id=${`offer-${index}`}
          role="option"
          aria-selected=${index === active ? 'true' : 'false'}
          @click=${() => this.#accept(completion, offer)}
        >
          <span class="label name">${offer.label}</span><span class="detail">${offer.detail}</span>
        </li>`,
      )}
    </ul>`;
  }

  #about({ branch }: CardKey): TemplateResult {
    const drop = () => wish(this, { type: 'write-about', key: null });
    return html`<p class="about quiet">
      ${icon('git-branch')}<span>About <span class="name">${branch}</span></span>
      <button class="tool" type="button" title="Write to the room" aria-label="Write to the room, not about a branch" @click=${drop}>
        ${icon('close')}
      </button>
    </p>`;
  }

  static override styles = [base, marks, actions, composerStyles];
}
