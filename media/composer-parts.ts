import { html, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { Completion, Offer } from '../protocol/model/completion.ts';
import { icon } from './icons.ts';
import { filled, t } from './l10n.ts';

/** As long as the protocol lets a message and a command line be. */
const longest = { say: 4000, run: 2000 };

interface Draft {
  readonly kind: 'say' | 'run';
  readonly text: string;
  /** By how many characters it is too long. */
  readonly over: number;
}

/** What would be sent now. A message that is being changed is no command, whatever it begins with. */
export function draftOf(written: string, editing: boolean): Draft {
  const kind = written.startsWith('/') && !editing ? 'run' : 'say';
  const text = (kind === 'run' ? written.slice(1) : written).trim();
  return { kind, text, over: text.length - longest[kind] };
}

/** The list of offers, of which one may be meant. */
export function offerList(
  { offers }: Pick<Completion, 'offers'>,
  active: number | undefined,
  accept: (offer: Offer) => void,
): TemplateResult {
  // A press must not take the focus, or the list is gone before the click.
  return html`<ul id="offers" role="listbox" aria-label=${t('Completions')} @mousedown=${(event: Event) => event.preventDefault()}>
    ${offers.map(
      (offer, index) => html`<li
        id=${`offer-${index}`}
        role="option"
        aria-selected=${index === active ? 'true' : 'false'}
        @click=${() => accept(offer)}
      >
        <span class="label name">${offer.label}</span><span class="detail">${offer.detail}</span>
      </li>`,
    )}
  </ul>`;
}

/** Says that a message is being changed, and lets go of it. */
export const editNote = (leave: () => void): TemplateResult => html`<p class="about quiet">
  ${icon('edit')}<span>${t('Changing your message')}</span>
  <button class="tool" type="button" title=${t('Cancel (Escape)')} aria-label=${t('Cancel changing your message')} @click=${leave}>
    ${icon('close')}
  </button>
</p>`;

/** Says about which branch is written, and lets go of it where one may. */
export const aboutNote = (
  { branch }: CardKey,
  drop: (() => void) | undefined,
): TemplateResult => html`<p class="about quiet">
  ${icon('git-branch')}<span>${filled(t('About {0}'), html`<span class="name">${branch}</span>`)}</span>
  ${drop ? html`<button class="tool" type="button" title=${t('Write to the room')} aria-label=${t('Write to the room, not about a branch')} @click=${drop}>${icon('close')}</button>` : nothing}
</p>`;

export const tooLong = (over: number): TemplateResult =>
  html`${icon('error')} ${over === 1 ? t('Too long by 1 character: shorten it to send it.') : t('Too long by {0} characters: shorten it to send it.', over)}`;

/** A text area may not be a combobox, so a screen reader is told in words that there is a list. */
export const offersWords = ({ offers }: Pick<Completion, 'offers'>): string =>
  offers.length === 1
    ? t('1 suggestion: Tab takes it')
    : t('{0} suggestions: arrow keys choose, Tab takes one', offers.length);
