import { css } from 'lit';

/** The look of places, which are links within text. */
export const placeStyles = css`
  .place {
    display: inline;
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    text-align: start;
    text-decoration: var(--text-link-decoration, underline);
    overflow-wrap: anywhere;
    white-space: inherit;
    cursor: pointer;
    user-select: text;
  }
  /* What stands in code keeps the colours that the theme has for it. */
  code .place,
  code .place:hover {
    color: inherit;
    text-decoration: underline;
  }
  .place:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
`;

/** The look of code within a line. */
export const codeStyles = css`
  code {
    padding: 1px 3px;
    border-radius: 3px;
    background: var(--vscode-textPreformat-background);
    color: var(--vscode-textPreformat-foreground);
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
    unicode-bidi: isolate;
  }
`;

/** The look of what stands in a line of a message. */
export const inlineStyles = css`
  ${placeStyles}
  ${codeStyles}
  .mention {
    color: var(--vscode-textLink-foreground);
  }
  .mention.me {
    padding: 0 3px;
    border-radius: 3px;
    outline: 1px solid var(--vscode-contrastBorder, transparent);
    background: var(--vscode-badge-background);
    color: var(--vscode-badge-foreground);
  }
`;
