import { css } from 'lit';

/** The look of a block of code. What can be done with it shows when it is pointed at, or stands above it where that is more than to copy it. */
export const codeStyles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    background: var(--vscode-textCodeBlock-background);
  }
  .bar {
    position: absolute;
    top: 2px;
    inset-inline-end: 2px;
    display: flex;
    align-items: center;
    gap: 4px;
    border-radius: 4px;
    background: var(--vscode-textCodeBlock-background);
    font-size: 11px;
    opacity: 0;
  }
  .bar.head {
    position: static;
    flex-wrap: wrap;
    gap: 0 4px;
    padding: 2px 2px 2px 8px;
    border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
    border-radius: 0;
    opacity: 1;
  }
  .head .from {
    flex: 1 1 12ch;
    min-width: 0;
    overflow: hidden;
    font-family: var(--vscode-editor-font-family);
    text-overflow: ellipsis;
    unicode-bidi: isolate;
    white-space: nowrap;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-inline-start: auto;
  }
  .open {
    padding: 0 4px 0 2px;
    color: var(--vscode-textLink-foreground);
  }
  :host(:hover) .bar,
  :host(:focus-within) .bar {
    opacity: 1;
  }
  @media (hover: none) {
    .bar {
      opacity: 1;
    }
  }
  pre {
    max-height: 320px;
    margin: 0;
    padding: 6px 8px;
    overflow: auto;
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
    line-height: 1.45;
    tab-size: 4;
  }
`;
