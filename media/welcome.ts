import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Connection } from '../protocol/wire/panel.ts';
import { icon } from './icons.ts';
import { codeStyles } from './inline-styles.ts';
import { base, marks } from './styles.ts';
import { wish } from './wish.ts';
import { filled, t } from './l10n.ts';

/** What stands where a room will be: why there is none yet, and the next step. */
export class WelcomeElement extends LitElement {
  static override properties = { connection: { attribute: false }, place: { attribute: false } };
  declare connection: Connection | undefined;
  /** Whether the panel lives in an editor, which can connect, or in a page, which needs a link. */
  declare place: 'editor' | 'page';

  override render(): TemplateResult | typeof nothing {
    const { connection } = this;
    if (!connection) return nothing;
    switch (connection.state) {
      case 'unpaired':
        return this.place === 'editor' ? this.#editor(connection.reason) : page(connection.reason);
      case 'connecting':
      case 'online':
        return html`
          <p class="busy" role="status">${icon('loading', { busy: true })} ${t('Connecting to the bridge…')}</p>
        `;
      case 'offline':
        return this.#broken(t('The bridge does not answer'), connection.reason, t('Retry Now'));
      case 'stopped':
        return this.#broken(t('The connection was stopped'), connection.reason, t('Connect Again'));
    }
  }

  #editor(reason: string | undefined): TemplateResult {
    return html`
      <h2>${t('Your team’s ship room, in the editor')}</h2>
      ${said(reason)}
      <p>
        ${filled(t('Connect to your team’s bridge with a link: its bot gives you one where you say {0} in the team’s chat, or whoever runs it does.'), pair)}
        ${filled(t('To try it alone, run {0} in a clone of Shiproom: it starts a bridge here and prints a link.'), npmStart)}
      </p>
      <button type="button" class="button" @click=${() => wish(this, { type: 'connect' })}>${t('Connect to Bridge…')}</button>
    `;
  }

  #broken(title: string, reason: string, action: string): TemplateResult {
    return html`
      <h2>${icon('warning', { warn: true })}<span>${title}</span></h2>
      <p dir="auto" role="status">${reason}</p>
      <button type="button" class="button" @click=${() => wish(this, { type: 'retry' })}>${action}</button>
    `;
  }

  static override styles = [
    base,
    marks,
    codeStyles,
    css`
      :host {
        display: grid;
        align-content: center;
        justify-items: start;
        gap: 10px;
        max-width: 52ch;
        margin: 0 auto;
        padding: 20px;
      }
      h2 {
        display: flex;
        gap: 6px;
        font-size: 1.15em;
        font-weight: 600;
      }
      ol {
        display: grid;
        gap: 6px;
        padding-inline-start: 20px;
        list-style: decimal;
      }
      h2 .codicon {
        line-height: 1.4;
      }
      p.error {
        display: flex;
        gap: 6px;
      }
      p.busy {
        display: flex;
        justify-self: center;
        gap: 6px;
        color: inherit;
      }
    `,
  ];
}

const pair = html`<code>/shiproom pair</code>`;
const npmStart = html`<code>npm start</code>`;

const said = (reason: string | undefined): TemplateResult | typeof nothing =>
  reason === undefined
    ? nothing
    : html`<p class="error" role="status">${icon('error')}<span dir="auto">${reason}</span></p>`;

const page = (reason: string | undefined): TemplateResult => html`
  <h2>${t('This page needs a link')}</h2>
  ${said(reason)}
  <p>${t('A link opens the room once, for this browser tab. To get one:')}</p>
  <ol>
    <li>${filled(t('On the machine where the bridge runs, run {0} in the clone of Shiproom.'), npmStart)}</li>
    <li>${t('It prints a new link each time, also while the bridge is already running. Open the one named for the browser.')}</li>
  </ol>
  <p class="quiet">${filled(t('Somebody else runs the bridge? Say {0} in the team’s chat, or ask them for a link.'), pair)}</p>
`;
