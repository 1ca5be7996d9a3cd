import { html, type TemplateResult } from 'lit';
import type { Inline } from '../protocol/model/message.ts';
import { link } from './link.ts';
import { withPlaces } from './place-links.ts';
import type { Reader } from './reader.ts';

/** A line of a message's tree. Whatever anybody wrote ends in text nodes and in `href`s that the schema let through. */
export const lineOf = (children: readonly Inline[], reader: Reader): TemplateResult[] =>
  children.map((each) => inline(each, reader));

function inline(part: Inline, { me, place }: Reader): TemplateResult {
  switch (part.type) {
    case 'text':
      return styled(part, withPlaces(part.text, place));
    case 'code':
      return html`<code>${withPlaces(part.text, place)}</code>`;
    case 'link':
      return link(part.href, part.text);
    case 'mention':
      return html`<bdi class=${part.person === me ? 'mention me' : 'mention'}>${part.text}</bdi>`;
  }
}

function styled({ style }: Inline & { type: 'text' }, text: unknown): TemplateResult {
  switch (style) {
    case 'strong':
      return html`<strong>${text}</strong>`;
    case 'emphasis':
      return html`<em>${text}</em>`;
    case 'strike':
      return html`<s>${text}</s>`;
    case undefined:
      return html`${text}`;
  }
}
