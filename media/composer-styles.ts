import { css } from 'lit';

/** The look of the composer and of its completions. */
export const composerStyles = css`
  :host {
    position: relative;
    display: block;
    padding: 8px 12px 10px;
    border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
  }
  .field {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--vscode-input-border, var(--vscode-widget-border, transparent));
    border-radius: 4px;
    background: var(--vscode-input-background);
  }
  .field:focus-within {
    border-color: var(--vscode-focusBorder);
  }
  textarea {
    flex: 1;
    min-width: 0;
    max-height: 40vh;
    margin: 0;
    padding: 3px 6px;
    border: 0;
    outline: 0;
    background: none;
    color: var(--vscode-input-foreground);
    font: inherit;
    line-height: 1.4;
    resize: none;
    field-sizing: content;
  }
  textarea:focus-visible {
    outline: 0;
  }
  textarea::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .field button {
    height: 24px;
    min-width: 24px;
  }
  .about {
    display: flex;
    align-items: center;
    gap: 4px;
    padding-bottom: 4px;
    font-size: 11px;
  }
  [role='listbox'] {
    position: absolute;
    z-index: 2;
    right: 12px;
    bottom: calc(100% - 4px);
    left: 12px;
    max-height: min(240px, 45vh);
    padding: 2px;
    overflow-y: auto;
    border: 1px solid var(--vscode-editorSuggestWidget-border, var(--vscode-widget-border));
    border-radius: 4px;
    background: var(--vscode-editorSuggestWidget-background);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    color: var(--vscode-editorSuggestWidget-foreground);
  }
  [role='option'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    padding: 3px 6px;
    border-radius: 3px;
    cursor: pointer;
  }
  [role='option']:hover {
    background: var(--vscode-list-hoverBackground);
  }
  [role='option'][aria-selected='true'] {
    background: var(--vscode-editorSuggestWidget-selectedBackground);
    color: var(--vscode-editorSuggestWidget-selectedForeground, inherit);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .label {
    font-weight: 600;
  }
  .detail {
    margin-inline-start: auto;
    overflow: hidden;
    text-overflow: ellipsis;
    opacity: 0.8;
  }
`;
