import { css } from 'lit';

/** The look of the feed's frame: its scroller, its dividers, its empty state. */
export const feedStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow-x: hidden;
    overflow-y: auto;
  }
  .rows {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-height: 100%;
    padding-bottom: 8px;
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px 12px 2px;
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
    text-align: center;
  }
  .divider::before,
  .divider::after {
    flex: 1 1 16px;
    border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
    content: '';
  }
  .divider.new {
    color: var(--vscode-shiproom-unreadForeground, var(--vscode-textLink-foreground));
    font-weight: 600;
  }
  .divider.new::before,
  .divider.new::after {
    border-color: currentColor;
  }
  /* Whatever stands at the edge of the window must not be what the browser holds in place. */
  .turn,
  .divider {
    overflow-anchor: none;
  }
  .turn {
    align-self: center;
    padding: 6px 12px;
  }
  p.turn {
    text-align: center;
  }
  .empty {
    display: grid;
    gap: 4px;
    margin: auto;
    max-width: 44ch;
    padding: 16px;
    text-align: center;
  }
  .empty code {
    font-family: var(--vscode-editor-font-family);
  }
  /* A row of its own, so that it covers nothing. */
  .newest {
    flex: none;
    align-self: center;
    margin: 4px 12px;
  }
  .newest span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
`;
