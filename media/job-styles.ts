import { css } from 'lit';

/** The look of jobs and their steps. */
export const jobStyles = css`
  :host {
    display: block;
  }
  .row {
    display: flex;
    align-items: center;
  }
  .fold {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 4px;
    min-width: 0;
    min-height: 24px;
    padding: 0 4px 0 0;
    text-align: start;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .title {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .small {
    font-size: 11px;
  }
  .took {
    flex: none;
    font-variant-numeric: tabular-nums;
  }
  .inside {
    display: grid;
    gap: 4px;
    padding: 2px 4px 6px 20px;
  }
  .step {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 20px;
  }
  button.text {
    padding-inline-start: 20px;
    text-align: start;
    font-size: 12px;
  }
  .inside button.text {
    padding-inline-start: 0;
    justify-self: start;
  }
`;
