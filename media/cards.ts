import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Card, CardKey } from '../protocol/model/card.ts';
import type { CardElement } from './card.ts';
import { sourceWords } from './ci-words.ts';
import { icon } from './icons.ts';
import { noRights, type Rights } from './rights.ts';
import { sameCard } from './pages.ts';
import { actions, base, marks } from './styles.ts';
import { type Calendar, createCalendar } from './time.ts';
import { t } from './l10n.ts';

const firstCards = 20;

/** This branch first, then whatever changed last. */
export const cardOrder = (cards: readonly Card[], here: CardKey | null): Card[] =>
  cards.toSorted((a, b) => rank(b, here) - rank(a, here) || b.updatedAt - a.updatedAt);

const rank = (card: Card, here: CardKey | null): number => (here && sameCard(card.key, here) ? 1 : 0);

const keyOf = ({ key }: Card): string => `${key.repository} ${key.branch}`;

/** The room's branches. This branch is open, or else the one that came first, until the reader says otherwise. */
export class CardsElement extends LitElement {
  static override properties = {
    cards: { attribute: false },
    here: { attribute: false },
    wanted: { attribute: false },
    now: { attribute: false },
    asOf: { attribute: false },
    rights: { attribute: false },
    calendar: { attribute: false },
    toggled: { state: true },
    all: { state: true },
  };
  declare cards: readonly Card[];
  declare here: CardKey | null;
  /** The card that was asked for last: it is opened, and brought into sight. */
  declare wanted: CardKey | undefined;
  declare now: number;
  declare asOf: number | undefined;
  declare rights: Rights;
  declare calendar: Calendar;
  /** What the reader opened or closed, by card. */
  declare toggled: ReadonlyMap<string, boolean>;
  declare all: boolean;
  #shown: CardKey | undefined;
  /** What came first; kept, so that nothing opens by itself when the order changes. */
  #first: string | undefined;

  constructor() {
    super();
    this.cards = [];
    this.here = null;
    this.now = 0;
    this.rights = noRights;
    this.calendar = createCalendar();
    this.toggled = new Map();
    this.all = false;
  }

  protected override willUpdate(): void {
    const card = this.#asked();
    if (!card) return;
    this.toggled = new Map(this.toggled).set(keyOf(card), true);
    this.all ||= !cardOrder(this.cards, this.here).slice(0, firstCards).includes(card);
  }

  protected override updated(): void {
    const card = this.#asked();
    this.#shown = card ? this.wanted : this.#shown;
    const elements = card ? this.renderRoot.querySelectorAll<CardElement>('shiproom-card') : [];
    const element = [...elements].find((each) => each.card === card);
    // It takes up its height once it is drawn open; where that is more than there is room for, its head is what is looked for.
    void element?.updateComplete.then(() => scrollTo(this.closest('aside'), element));
  }

  /** The card that was asked for, until it was shown: it may come later than that. */
  #asked(): Card | undefined {
    const { wanted } = this;
    return wanted && wanted !== this.#shown ? this.cards.find(({ key }) => sameCard(key, wanted)) : undefined;
  }

  override render(): TemplateResult {
    const cards = cardOrder(this.cards, this.here);
    const shown = this.all ? cards : cards.slice(0, firstCards);
    const left = cards.length - shown.length;
    this.#first ??= shown[0] && keyOf(shown[0]);
    const showAll = () => {
      this.all = true;
    };
    return html`
      ${this.#sources()}
      ${cards.length === 0 ? html`<p class="quiet none">${t('No branch is shared yet.')}</p>` : nothing}
      ${repeat(shown, keyOf, (card) => this.#card(card))}
      ${left > 0 ? html`<button class="text none" type="button" @click=${showAll}>${left === 1 ? t('Show 1 more branch') : t('Show {0} more branches', left)}</button>` : nothing}
    `;
  }

  /** Where what is shown may be older than it looks. */
  #sources(): TemplateResult | typeof nothing {
    // Cards are read from no chat.
    const said = (this.rights.sources ?? []).flatMap((source) => {
      if (source.kind === 'chat') return [];
      const words = sourceWords(source, this.now, this.calendar);
      return words === '' ? [] : [{ words, failing: source.state === 'failing' }];
    });
    if (said.length === 0) return nothing;
    const line = ({ words, failing }: (typeof said)[number]) =>
      html`<li class=${failing ? '' : 'quiet'}>${icon(failing ? 'warning' : 'history', { warn: failing })}<span dir="auto">${words}</span></li>`;
    return html`<ul class="sources" aria-label=${t('How fresh this is')}>${said.map(line)}</ul>`;
  }

  #card(card: Card): TemplateResult {
    const key = keyOf(card);
    const here = this.here !== null && sameCard(card.key, this.here);
    const open = this.toggled.get(key) ?? (this.here ? here : key === this.#first);
    const toggle = () => {
      this.toggled = new Map(this.toggled).set(key, !open);
    };
    return html`<shiproom-card
      .card=${card}
      .now=${this.now}
      .asOf=${this.asOf}
      .here=${here}
      .open=${open}
      .rights=${this.rights}
      .calendar=${this.calendar}
      @toggle=${toggle}
    ></shiproom-card>`;
  }

  static override styles = [
    base,
    marks,
    actions,
    css`
      :host {
        display: block;
        padding-bottom: 4px;
      }
      .sources {
        padding: 2px 12px 4px;
        font-size: 12px;
      }
      .sources li {
        display: flex;
        gap: 6px;
      }
      .sources li > span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .none {
        padding: 2px 12px 6px;
      }
    `,
  ];
}

/** The height, in pixels, of the heading that stays above the cards. */
const heading = 28;

/** Scrolls nothing but the scroller; `scrollIntoView` would move what is around the panel, too. */
function scrollTo(scroller: Element | null, element: Element): void {
  if (!scroller) return;
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - heading;
}
