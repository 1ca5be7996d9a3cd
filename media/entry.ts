import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { Author } from '../protocol/model/entry.ts';
import type { RunId } from '../protocol/model/ids.ts';
import { mentions } from '../protocol/model/mentions.ts';
import type { Message } from '../protocol/model/message.ts';
import type { Pending } from '../protocol/wire/panel.ts';
import { avatar, avatarStyles } from './avatar.ts';
import { isOwn } from './edit.ts';
import { entryStyles } from './entry-styles.ts';
import { icon, mark, turnMarks } from './icons.ts';
import { noReader, type Reader } from './reader.ts';
import { isBy, type Told } from './rows.ts';
import { actions, base, marks } from './styles.ts';
import type { Calendar } from './time.ts';
import { platformName, turnWords } from './words.ts';
import { wish } from './wish.ts';
import { filled, t } from './l10n.ts';

type Said = Told & { type: 'said' };

/** One entry of the feed: what somebody said, what the bot answered, how a branch turned. */
export class EntryElement extends LitElement {
  static override properties = {
    entry: { attribute: false },
    joined: { type: Boolean, reflect: true },
    reader: { attribute: false },
    standing: { attribute: false },
    calendar: { attribute: false },
    change: { attribute: false },
    online: { type: Boolean },
    reachable: { type: Boolean },
    mentioned: { type: Boolean, reflect: true },
  };
  declare entry: Told | undefined;
  /** It goes on where the same author spoke just before, so that the author is not shown again. */
  declare joined: boolean;
  declare reader: Reader;
  /** How the buttons of its message stand. */
  declare standing: string;
  declare calendar: Calendar | undefined;
  /** What its author wants it to say instead, which is on its way. */
  declare change: Pending | undefined;
  declare online: boolean;
  /** Whether the Tab key reaches it, and so what can be done with it. */
  declare reachable: boolean;
  /** Somebody else names its reader in it. */
  declare mentioned: boolean;

  constructor() {
    super();
    this.reader = noReader;
    this.standing = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { entry } = this;
    const { me } = this.reader;
    if (!changed.has('entry') && !changed.has('reader')) return;
    const told = entry?.type === 'said' || entry?.type === 'answered' ? entry : undefined;
    this.mentioned = !!told && me !== undefined && !isBy(told, me) && mentions(told.message, me);
  }

  override render(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    switch (entry.type) {
      case 'said':
        if (entry.removed) return this.#removed(entry);
        return this.joined ? this.#joined(entry) : this.#said(entry);
      case 'answered':
        return this.#answered(entry);
      case 'turned':
        return this.#turned(entry);
    }
  }

  #said(entry: Said): TemplateResult {
    return html`
      ${face(entry.by)}
      <div class="head">
        <span class="author name">${authorName(entry.by)}</span>
        ${entry.by.type === 'bot' ? botBadge() : nothing}
        ${entry.origin ? html`<span class="quiet">${t('in {0}', platformName(entry.origin.platform))}</span>` : nothing}
        ${this.#when(entry.at)}
      </div>
      ${entry.to === undefined ? nothing : privately(entry.by)} ${this.#words(entry, entry.about)}
    `;
  }

  #joined(entry: Said): TemplateResult {
    return html`<span class="at">${this.#when(entry.at, 'brief')}</span>${this.#words(entry)}`;
  }

  #removed(entry: Said): TemplateResult {
    return html`<p class="gone quiet">
      <span class="name">${authorName(entry.by)}</span> · ${t('message taken back')} ${this.#when(entry.at)}
    </p>`;
  }

  /** What was said, and what may be done with it. */
  #words(entry: Said, about?: CardKey): TemplateResult {
    const { change, calendar } = this;
    if (change) return this.#changing(entry, change, about);
    const edited = entry.edited === undefined ? undefined : t('Edited {0}', calendar?.full(entry.edited) ?? '');
    return html`
      ${this.#body(entry.message, about, edited)}
      ${isOwn(entry, this.reader.me) ? html`<shiproom-own .offset=${entry.offset} ?reachable=${this.reachable}></shiproom-own>` : nothing}
    `;
  }

  #changing({ message }: Said, { mid, text, removes }: Pending, about?: CardKey): TemplateResult {
    const doing = removes ? t('Deleting…') : t('Saving…');
    return html`
      <div class="changing">${this.#body(removes ? message : { text, blocks: [] }, about)}</div>
      <p class="state quiet">
        ${icon(this.online ? 'loading' : 'clockface', { busy: this.online })}
        <span>${this.online ? doing : t('This change waits until the bridge is back')}</span>
        <button class="text" type="button" @click=${() => wish(this, { type: 'forget', mid })}>${t('Undo')}</button>
      </p>
    `;
  }

  #answered(entry: Told & { type: 'answered' }): TemplateResult {
    return html`
      <span class="face">${icon('hubot')}</span>
      <div class="head">
        <span class="author">Shiproom</span>${botBadge()}
        <span class="quiet">${filled(t('to {0}'), html`<bdi>${entry.by.name}</bdi>`)}</span>
        ${this.#when(entry.at)}
      </div>
      <div class="reply">
        <code class="line" dir="auto">${`/${entry.line}`}</code>
        ${this.#body(entry.message, entry.about)}
      </div>
    `;
  }

  #turned(entry: Told & { type: 'turned' }): TemplateResult {
    return html`
      <span class="face">${mark(turnMarks[entry.turn])}</span>
      <div class="head">
        <span class="author">${t(turnWords[entry.turn])}</span>${this.#when(entry.at)}
        ${entry.run === undefined ? nothing : this.#log(entry.run)}
      </div>
      ${this.#body(entry.message, entry.about)}
    `;
  }

  #log(run: RunId): TemplateResult {
    const open = () => wish(this, { type: 'open-log', run });
    return html`<button class="text" type="button" @click=${open}>${t('Open log')}</button>`;
  }

  #when(at: number, form: 'clock' | 'brief' = 'clock'): TemplateResult {
    const { calendar } = this;
    return html`<time class="quiet" title=${calendar?.full(at) ?? ''}>${calendar?.[form](at) ?? ''}</time>`;
  }

  #body(message: Message, about?: CardKey, edited?: string): TemplateResult {
    return html`
      <div class="body">
        ${
          about
            ? html`<div class="about quiet">
                ${icon('git-branch')}<span class="unseen">${t('About branch')}</span><span class="name">${about.branch}</span>
              </div>`
            : nothing
        }
        <shiproom-message
          .message=${message}
          .reader=${this.reader}
          .about=${about ?? this.entry?.about}
          .standing=${this.standing}
          .edited=${edited}
        ></shiproom-message>
      </div>
    `;
  }

  static override styles = [base, marks, actions, avatarStyles, entryStyles];
}

const botBadge = (): TemplateResult => html`<span class="badge">${t('bot')}</span>`;

/** A bot speaks to one reader by itself; what people say was sent here by somebody. */
const privately = (by: Author): TemplateResult =>
  html`<p class="private quiet">${icon('eye')}<span>${by.type === 'bot' ? t('Only you see this') : t('Only you see this: sent to your editor')}</span></p>`;

const authorName = (by: Author): string => (by.type === 'person' ? by.person.name : by.name);

const face = (by: Author): TemplateResult =>
  by.type === 'person' ? avatar(by.person.name) : html`<span class="face">${icon('hubot')}</span>`;

/** An entry in one line, as a screen reader names it. */
export function entryLabel(entry: Told, calendar: Calendar): string {
  const at = calendar.clock(entry.at);
  switch (entry.type) {
    case 'said':
      return saidLabel(entry, calendar);
    case 'answered':
      return t('Shiproom, bot, to {0}, {1}', entry.by.name, at);
    case 'turned':
      return `${t(turnWords[entry.turn])}: ${entry.about.branch}, ${at}`;
  }
}

function saidLabel(entry: Said, calendar: Calendar): string {
  const said = [
    authorName(entry.by),
    entry.by.type === 'bot' ? t('bot') : '',
    entry.origin ? t('in {0}', platformName(entry.origin.platform)) : '',
    entry.to === undefined ? '' : t('only you see this'),
    entry.removed ? t('message taken back') : '',
    calendar.clock(entry.at),
    entry.edited === undefined || entry.removed ? '' : t('edited {0}', calendar.clock(entry.edited)),
  ];
  return said.filter((each) => each !== '').join(', ');
}
