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
  .what .name {
    overflow-wrap: normal;
  }
  .tools {
    display: flex;
    flex: none;
    margin-inline-start: auto;
  }
  .line,
  .buttons,
  shiproom-failures {
    padding-inline-start: 22px;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding-block: 4px;
  }
  .trouble {
    display: flex;
    gap: 6px;
  }
  shiproom-failures {
    padding-block: 4px 2px;
  }
  shiproom-jobs {
    padding-inline-start: 18px;
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
