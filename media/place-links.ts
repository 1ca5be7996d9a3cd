import { html, type TemplateResult } from 'lit';
import { type FilePlace, placesIn } from '../protocol/model/places.ts';
import type { Reader } from './reader.ts';
import { wish } from './wish.ts';
import { t } from './l10n.ts';

/** A text in which each `path:line` leads to its file, where there is an editor to open it. */
export function withPlaces(text: string, place: Reader['place']): readonly (string | TemplateResult)[] {
  const places = place === 'editor' ? placesIn(text) : [];
  let from = 0;
  const parts = places.flatMap((each) => {
    const before = text.slice(from, each.start);
    from = each.start + each.length;
    return [before, placeLink(text.slice(each.start, from), each)];
  });
  return [...parts, text.slice(from)].filter((part) => part !== '');
}

function placeLink(words: string, { file, line, column }: FilePlace): TemplateResult {
  const open = ({ currentTarget }: Event & { currentTarget: EventTarget }) =>
    wish(currentTarget, { type: 'open-place', file, line, column });
  return html`<button class="place" type="button" title=${t('Open in the editor')} @click=${open}>${words}</button>`;
}
