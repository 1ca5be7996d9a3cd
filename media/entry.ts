import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CardKey } from '../protocol/model/card.ts';
import type { Author } from '../protocol/model/entry.ts';
import type { PersonId, RunId } from '../protocol/model/ids.ts';
import type { Message } from '../protocol/model/message.ts';
import { avatar, avatarStyles } from './avatar.ts';
import { icon, mark, turnMarks } from './icons.ts';
import type { Told } from './rows.ts';
import { actions, base, marks } from './styles.ts';
import type { Calendar } from './time.ts';
import { platformName, turnWords } from './words.ts';
import { wish } from './wish.ts';

/** One entry of the feed: what somebody said, what the bot answered, how a branch turned. */
export class EntryElement extends LitElement {
  static override properties = {
    entry: { attribute: false },
    joined: { type: Boolean, reflect: true },
    me: { attribute: false },
    calendar: { attribute: false },
  };
  declare entry: Told | undefined;
  /** It goes on where the same author spoke just before, so that the author is not shown again. */
  declare joined: boolean;
  declare me: PersonId | undefined;
  declare calendar: Calendar | undefined;

  override render(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    switch (entry.type) {
      case 'said':
        return this.joined ? this.#joined(entry) : this.#said(entry);
      case 'answered':
        return this.#answered(entry);
      case 'turned':
        return this.#turned(entry);
    }
  }

  #said(entry: Told & { type: 'said' }): TemplateResult {
    return html`
      ${face(entry.by)}
      <div class="head">
        <span class="author name">${authorName(entry.by)}</span>
        ${entry.by.type === 'bot' ? botBadge : nothing}
        ${entry.origin ? html`<span class="quiet">in ${platformName(entry.origin.platform)}</span>` : nothing}
        ${this.#when(entry.at)}
      </div>
      ${this.#body(entry.message, entry.about)}
    `;
  }

  #joined(entry: Told & { type: 'said' }): TemplateResult {
    return html`<span class="at">${this.#when(entry.at)}</span>${this.#body(entry.message)}`;
  }

  #answered(entry: Told & { type: 'answered' }): TemplateResult {
    return html`
      <span class="face">${icon('hubot')}</span>
      <div class="head">
        <span class="author">Shiproom</span>${botBadge}
        <span class="quiet">to <bdi>${entry.by.name}</bdi></span>
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
        <span class="author">${turnWords[entry.turn]}</span>${this.#when(entry.at)}
        ${entry.run === undefined ? nothing : this.#log(entry.run)}
      </div>
      ${this.#body(entry.message, entry.about)}
    `;
  }

  #log(run: RunId): TemplateResult {
    const open = () => wish(this, { type: 'open-log', run });
    return html`<button class="text" type="button" @click=${open}>Open log</button>`;
  }

  #when(at: number): TemplateResult {
    const { calendar } = this;
    return html`<time class="quiet" title=${calendar?.full(at) ?? ''}>${calendar?.clock(at) ?? ''}</time>`;
  }

  #body(message: Message, about?: CardKey): TemplateResult {
    return html`
      <div class="body">
        ${
          about
            ? html`<div class="about quiet">
                ${icon('git-branch')}<span class="unseen">About branch</span><span class="name">${about.branch}</span>
              </div>`
            : nothing
        }
        <shiproom-message .message=${message} .me=${this.me}></shiproom-message>
      </div>
    `;
  }

  static override styles = [
    base,
    marks,
    actions,
    avatarStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        column-gap: 8px;
        padding: 6px 12px 2px;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 56px;
      }
      :host([joined]) {
        padding-top: 1px;
      }
      :host(:hover) {
        background: var(--vscode-list-hoverBackground);
      }
      :host(:focus-visible) {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      .face {
        grid-row: span 2;
        display: grid;
        place-items: center;
        align-self: start;
        width: 24px;
        height: 24px;
      }
      .at {
        align-self: start;
        overflow: hidden;
        font-size: 9px;
        line-height: 20px;
        text-align: end;
        opacity: 0;
      }
      :host(:hover) .at,
      :host(:focus-within) .at {
        opacity: 1;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 6px;
        min-width: 0;
      }
      .author {
        font-weight: 600;
      }
      time,
      .head .quiet {
        font-size: 11px;
      }
      vscode-badge {
        align-self: center;
      }
      .body,
      .reply {
        grid-column: 2;
        min-width: 0;
        padding-bottom: 2px;
      }
      .reply {
        margin-top: 2px;
        padding: 4px 0 4px 10px;
        border-inline-start: 2px solid var(--vscode-focusBorder);
      }
      .line {
        display: block;
        margin-bottom: 4px;
        color: var(--vscode-descriptionForeground);
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size);
        overflow-wrap: anywhere;
      }
      .about {
        display: flex;
        gap: 2px;
        font-size: 11px;
      }
      .about .codicon {
        font-size: 12px;
        line-height: 16px;
      }
    `,
  ];
}

const botBadge = html`<vscode-badge>bot</vscode-badge>`;

const authorName = (by: Author): string => (by.type === 'person' ? by.person.name : by.name);

const face = (by: Author): TemplateResult =>
  by.type === 'person' ? avatar(by.person.name) : html`<span class="face">${icon('hubot')}</span>`;

/** An entry in one line, as a screen reader names it. */
export function entryLabel(entry: Told, calendar: Calendar): string {
  const at = calendar.clock(entry.at);
  switch (entry.type) {
    case 'said':
      return `${authorName(entry.by)}${entry.by.type === 'bot' ? ', bot' : ''}${entry.origin ? `, in ${platformName(entry.origin.platform)}` : ''}, ${at}`;
    case 'answered':
      return `Shiproom, bot, to ${entry.by.name}, ${at}`;
    case 'turned':
      return `${turnWords[entry.turn]}: ${entry.about.branch}, ${at}`;
  }
}
