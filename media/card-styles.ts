import { css } from 'lit';

/** The look of a card. */
export const cardStyles = css`
  :host {
    display: block;
  }
  .summary {
    display: grid;
    grid-template-columns: 16px 16px minmax(0, 1fr);
    align-items: center;
    gap: 0 4px;
    width: 100%;
    padding: 3px 12px 3px 4px;
    border-radius: 0;
    text-align: start;
  }
  .summary:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .branch {
    grid-column: 3;
    padding-inline-start: 2px;
    font-weight: 600;
  }
  .health {
    color: var(--vscode-foreground);
  }
  .sub {
    grid-column: 3;
    padding-inline-start: 2px;
    font-size: 11px;
    overflow-wrap: anywhere;
  }
  .details {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: 2px 12px 10px 26px;
  }
  dl,
  dd {
    margin: 0;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .deeds {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .deeds li {
    display: flex;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .fact {
    display: flex;
    gap: 6px;
  }
  dt {
    color: var(--vscode-descriptionForeground);
    line-height: 18px;
  }
  dd {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .claim {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .claim .text {
    margin-inline-start: auto;
    white-space: nowrap;
  }
  .state {
    font-weight: 600;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 2px 0;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    max-width: 100%;
    padding: 0 7px 0 4px;
    border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, currentColor));
    border-radius: 10px;
    font-size: 11px;
    overflow: hidden;
  }
  .chip bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip .codicon {
    font-size: 13px;
  }
  .waits li,
  .ready {
    display: flex;
    gap: 6px;
  }
  .waits li > span {
    min-width: 0;
  }
  .runs {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .runs p {
    display: flex;
    gap: 6px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
`;
