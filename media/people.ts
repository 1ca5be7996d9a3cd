import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PersonId } from '../protocol/model/ids.ts';
import type { Presence } from '../protocol/model/presence.ts';
import { avatar, avatarStyles } from './avatar.ts';
import { icon } from './icons.ts';
import { base, marks } from './styles.ts';
import { t } from './l10n.ts';

/** Who has an editor or a page open now, and the branch that they share. */
export class PeopleElement extends LitElement {
  static override properties = { people: { attribute: false }, me: { attribute: false } };
  declare people: readonly Presence[];
  declare me: PersonId | undefined;

  constructor() {
    super();
    this.people = [];
  }

  override render(): TemplateResult {
    return html`<ul>${this.people.map((each) => this.#person(each))}</ul>`;
  }

  #person({ person, on }: Presence): TemplateResult {
    return html`
      <li>
        ${avatar(person.name)}
        <span class="who name">${person.name}${person.id === this.me ? html` <span class="quiet">${t('(you)')}</span>` : nothing}</span>
        ${
          on
            ? html`<span class="on quiet" title=${on.branch}>
                ${icon('git-branch')}<span class="unseen">${t('on branch')}</span><span class="branch">${on.branch}</span>
              </span>`
            : nothing
        }
      </li>
    `;
  }

  static override styles = [
    base,
    marks,
    avatarStyles,
    css`
      :host {
        display: block;
        padding: 2px 12px 6px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 26px;
      }
      .avatar {
        width: 20px;
        height: 20px;
        font-size: 9px;
      }
      .who {
        flex: 0 1 auto;
        min-width: 6ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .on {
        display: flex;
        flex: 0 1 auto;
        align-items: center;
        gap: 2px;
        min-width: 0;
        margin-inline-start: auto;
        font-size: 12px;
      }
      .on .codicon {
        font-size: 14px;
      }
      .branch {
        overflow: hidden;
        text-overflow: ellipsis;
        unicode-bidi: isolate;
        white-space: nowrap;
      }
    `,
  ];
}
