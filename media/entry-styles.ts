import { css } from 'lit';

/** The look of an entry of the feed. */
export const entryStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    column-gap: 8px;
    padding: 6px 12px 2px 10px;
    border-inline-start: 2px solid transparent;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 56px;
  }
  :host([joined]) {
    padding-top: 1px;
  }
  :host([mentioned]) {
    border-inline-start-color: var(--vscode-textLink-foreground);
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
    justify-self: end;
    font-size: 10px;
    line-height: 20px;
    white-space: nowrap;
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
  .badge {
    align-self: center;
    padding: 0 5px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 8px;
    background: var(--vscode-badge-background);
    color: var(--vscode-badge-foreground);
    font-size: 11px;
    line-height: 15px;
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
  .private,
  .state {
    display: flex;
    grid-column: 2;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    font-size: 11px;
  }
  .private {
    flex-wrap: nowrap;
    align-items: flex-start;
  }
  .private .codicon,
  .state .codicon {
    font-size: 14px;
  }
  .private ~ .body {
    padding-inline-start: 10px;
    border-inline-start: 2px dashed var(--vscode-descriptionForeground);
  }
  .changing {
    grid-column: 2;
    min-width: 0;
  }
  .changing shiproom-message {
    color: var(--vscode-descriptionForeground);
  }
  .gone {
    grid-column: 2;
    font-size: 12px;
    font-style: italic;
    overflow-wrap: anywhere;
  }
  shiproom-own {
    grid-column: 2;
  }
  @media (hover: hover) {
    :host(:not(:hover, :focus-within)) shiproom-own:not([asking]) {
      opacity: 0;
    }
  }
`;
