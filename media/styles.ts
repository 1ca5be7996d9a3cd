import { css } from 'lit';

/** What every element of the panel shares: text, focus, icons, quiet words, words for screen readers alone. */
export const base = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    line-height: 1.4;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  h2,
  h3,
  p {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  /* A theme's colour for errors need not be one to read words in. */
  .error .codicon {
    color: var(--vscode-errorForeground);
    vertical-align: text-bottom;
  }
  .name {
    unicode-bidi: isolate;
    overflow-wrap: anywhere;
  }
  .mono {
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
    unicode-bidi: isolate;
    overflow-wrap: anywhere;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* VS Code says by this variable whether its user wants links underlined; a page underlines them. */
  a {
    color: var(--vscode-textLink-foreground);
    text-decoration: var(--text-link-decoration, underline);
    overflow-wrap: anywhere;
  }
  a:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    max-width: 100%;
    min-height: 24px;
    padding: 2px 10px;
    border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-button-background);
    color: var(--vscode-button-foreground);
    font: inherit;
    line-height: 18px;
    text-align: center;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .button:hover {
    background: var(--vscode-button-hoverBackground);
  }
  .button:focus-visible {
    outline-offset: 1px;
  }
  .button.secondary {
    border-color: var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent));
    background: var(--vscode-button-secondaryBackground);
    color: var(--vscode-button-secondaryForeground);
  }
  .button.secondary:hover {
    background: var(--vscode-button-secondaryHoverBackground);
  }
  .button:is(:disabled, [aria-disabled='true']),
  .button:is(:disabled, [aria-disabled='true']):hover {
    opacity: 0.5;
    cursor: default;
  }
`;

/** Icons and the colours of states. */
export const marks = css`
  .codicon {
    display: inline-block;
    flex: none;
    width: 16px;
    font: normal normal normal 16px/1 codicon;
    text-align: center;
    -webkit-font-smoothing: antialiased;
    user-select: none;
  }
  .good {
    color: var(--vscode-shiproom-passingForeground, var(--vscode-testing-iconPassed));
  }
  .bad {
    color: var(--vscode-shiproom-failingForeground, var(--vscode-testing-iconFailed));
  }
  .busy {
    color: var(--vscode-shiproom-runningForeground, var(--vscode-progressBar-background));
  }
  .warn {
    color: var(--vscode-editorWarning-foreground);
  }
  .codicon.busy {
    animation: turn 2s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .codicon.busy {
      animation: none;
    }
  }
`;

/** Small buttons that stand in a line of text, as VS Code's inline actions do. */
export const actions = css`
  button {
    border: 1px solid transparent;
    border-radius: 5px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button.tool {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-width: 24px;
    height: 24px;
    padding: 0 2px;
  }
  button.tool:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  button.text {
    padding: 0 2px;
    color: var(--vscode-textLink-foreground);
  }
  button.text:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  button:disabled {
    color: var(--vscode-disabledForeground);
    cursor: default;
  }
  button:disabled:hover {
    background: none;
  }
`;

/** Fields to choose from, as VS Code draws them. */
export const fields = css`
  select {
    height: 22px;
    padding: 0 2px;
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-input-border, transparent));
    border-radius: 4px;
    background: var(--vscode-dropdown-background, var(--vscode-input-background));
    color: var(--vscode-dropdown-foreground, var(--vscode-input-foreground));
    font: inherit;
    font-size: 12px;
  }
`;
