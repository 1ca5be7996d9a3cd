import { css, html, type TemplateResult } from 'lit';
import { initials } from './words.ts';

/** A person's initials. The name stands beside it, so a screen reader passes over it. */
export const avatar = (name: string): TemplateResult =>
  html`<span class="face avatar" aria-hidden="true">${initials(name)}</span>`;

export const avatarStyles = css`
  .avatar {
    flex: none;
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-badge-background);
    color: var(--vscode-badge-foreground);
    font-size: 10px;
    font-weight: 600;
    line-height: 1;
    user-select: none;
  }
`;
