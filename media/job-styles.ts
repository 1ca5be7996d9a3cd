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
  /* Names of one matrix differ at their ends, so two lines of them are shown before they are cut. */
  .title {
    display: -webkit-box;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
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
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    padding: 2px 4px 6px 20px;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    font-size: 12px;
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
