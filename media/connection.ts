import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Connection } from '../protocol/wire/panel.ts';
import { icon } from './icons.ts';
import { base, marks } from './styles.ts';
import { asOf } from './time.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** The room's name and how the panel stands to the bridge. What may be out of date is said to be. */
export class ConnectionElement extends LitElement {
  static override properties = {
    connection: { attribute: false },
    name: { attribute: false },
    asOf: { attribute: false },
    now: { attribute: false },
  };
  declare connection: Connection | undefined;
  declare name: string;
  /** Until when what is shown was known to be true; absent while online. */
  declare asOf: number | undefined;
  declare now: number;

  override render(): TemplateResult | typeof nothing {
    const { connection } = this;
    if (!connection) return nothing;
    return html`
      <header>
        <div class="bar">
          <h1 class="name">${this.name}</h1>
          <span class="state" role="status">${stateWords(connection)}</span>
        </div>
        ${this.#notice(connection)}
      </header>
    `;
  }

  #notice(connection: Connection): TemplateResult | typeof nothing {
    // Without anything to see there is no need to say how old it is: the welcome says the rest.
    if (this.asOf === undefined) return nothing;
    const stale = t('What you see is {0}.', asOf(this.asOf, this.now));
    switch (connection.state) {
      case 'online':
      case 'unpaired':
        return nothing;
      case 'connecting':
        // The same bar, so that nothing jumps while one try follows another.
        return this.#bar(t('Connecting again…'), stale, t('Retry Now'), false);
      case 'offline':
        return this.#bar(connection.reason, stale, t('Retry Now'), true);
      case 'stopped':
        return this.#bar(connection.reason, stale, t('Connect Again'), true);
    }
  }

  #bar(reason: string, stale: string, action: string, useful: boolean): TemplateResult {
    const retry = () => useful && wish(this, { type: 'retry' });
    return html`
      <div class="notice">
        <p><span dir="auto">${reason}</span> ${stale}</p>
        <button type="button" class="button secondary" ?disabled=${!useful} @click=${retry}>${action}</button>
      </div>
    `;
  }

  static override styles = [
    base,
    marks,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 30px;
        padding: 0 12px;
      }
      h1 {
        flex: 1;
        min-width: 0;
        margin: 0;
        overflow: hidden;
        font-size: inherit;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .state {
        display: flex;
        flex: none;
        align-items: center;
        gap: 4px;
        font-size: 11px;
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
        padding: 6px 12px;
        border-top: 1px solid var(--vscode-inputValidation-warningBorder);
        background: var(--vscode-inputValidation-warningBackground);
        color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
      }
      .notice p {
        flex: 1 1 18ch;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

function stateWords(connection: Connection): TemplateResult {
  switch (connection.state) {
    case 'online':
      return html`${icon('pass-filled', { good: true })}${t('Connected')}`;
    case 'connecting':
      return html`${icon('loading', { busy: true })}${t('Connecting…')}`;
    case 'offline':
      return html`${icon('warning', { warn: true })}${t('Offline')}`;
    case 'stopped':
      return html`${icon('debug-disconnect', { bad: true })}${t('Stopped')}`;
    case 'unpaired':
      return html`${icon('plug')}${t('Not connected')}`;
  }
}
