import { css } from 'lit';

/** The look of a run. */
export const runStyles = css`
  :host {
    display: block;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
  }
  .state {
    flex: none;
    font-weight: 600;
  }
  :host([brief]) .state {
    font-weight: normal;
  }
  .what {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .buttons {
    display: flex;
    margin-inline-start: auto;
  }
  .line,
  button.text {
    padding-inline-start: 22px;
    overflow-wrap: anywhere;
  }
  .failures {
    display: grid;
    gap: 4px;
    padding: 4px 0 2px 22px;
  }
  li {
    display: flex;
    gap: 6px;
  }
  .test {
    min-width: 0;
  }
  .why {
    display: -webkit-box;
    overflow: hidden;
    color: var(--vscode-errorForeground);
    white-space: pre-wrap;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  pre {
    max-height: 140px;
    margin: 4px 0 4px 22px;
    padding: 6px 8px;
    overflow: auto;
    border-radius: 4px;
    background: var(--vscode-textCodeBlock-background);
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
  }
`;
