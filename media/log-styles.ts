import { css } from 'lit';

/** The look of a log. */
export const logStyles = css`
  :host {
    display: block;
    min-height: 0;
  }
  section {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
    min-height: 30px;
    padding: 0 8px 0 12px;
    border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
  }
  h2 {
    flex: 1 1 120px;
    min-width: 0;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  header .quiet {
    margin-inline-start: auto;
    font-size: 11px;
  }
  select {
    max-width: 160px;
  }
  .note {
    padding: 4px 12px;
  }
  div.text {
    flex: 1;
    min-height: 0;
    padding: 8px 12px;
    overflow: auto;
    background: var(--vscode-editor-background);
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
    line-height: 1.45;
    tab-size: 8;
  }
  pre {
    margin: 0;
    font: inherit;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  details > :not(summary) {
    margin-inline-start: 18px;
  }
  summary {
    padding: 1px 0;
    border-radius: 3px;
    cursor: pointer;
  }
  summary:hover {
    background: var(--vscode-list-hoverBackground);
  }
  summary .codicon {
    vertical-align: text-bottom;
  }
  .line {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
`;
