import { html, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

/** What is open of several things that can be. What has opened by itself stays so, until its reader closes it. */
export interface Folds {
  /** Whether it is open; `wanted` opens it the first time, and never closes it. */
  isOpen(key: string, wanted: boolean): boolean;
  toggle(key: string): void;
}

export function createFolds(changed: () => void): Folds {
  const open = new Map<string, boolean>();
  return {
    isOpen(key, wanted) {
      if (wanted && !open.has(key)) open.set(key, true);
      return open.get(key) ?? false;
    },
    toggle(key) {
      open.set(key, !open.get(key));
      changed();
    },
  };
}

/** A line that shows and hides what comes below it. Its words are its name. */
export const disclosure = (open: boolean, toggle: () => void, content: TemplateResult): TemplateResult => html`
  <button class="fold" type="button" aria-expanded=${open ? 'true' : 'false'} @click=${toggle}>
    ${icon(open ? 'chevron-down' : 'chevron-right')} ${content}
  </button>
`;
