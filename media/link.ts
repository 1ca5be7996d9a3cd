import { html, type TemplateResult } from 'lit';
import { wish } from './wish.ts';

/** A link that the host opens. Its address stands in the tooltip, because the text may say another. */
export const link = (href: string, text: string): TemplateResult =>
  html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer" dir="auto" @click=${open}>${text}</a>`;

function open(event: Event): void {
  if (!(event.currentTarget instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  // An editor's webview opens each clicked anchor by itself; the host must be the only one.
  event.stopPropagation();
  wish(event.currentTarget, { type: 'open-link', href: event.currentTarget.getAttribute('href') ?? '' });
}
