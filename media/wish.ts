import type { CardKey } from '../protocol/model/card.ts';
import type { Offset } from '../protocol/model/ids.ts';
import type { FromPanel } from '../protocol/wire/panel.ts';

/** A message to the host, before the panel has numbered those that want an answer. */
type Unnumbered<M> = M extends { ask: string } ? Omit<M, 'ask'> : M;

/** What an element of the panel may wish for: something of the host, or something of the panel itself. */
export type Wish =
  | Unnumbered<Exclude<FromPanel, { type: 'ready' | 'workflows' }>>
  /** Puts a message of the reader's own into the composer, to be changed: this one, or their newest. */
  | { readonly type: 'begin-edit'; readonly offset?: Offset | undefined }
  | { readonly type: 'end-edit' }
  | { readonly type: 'dismiss'; readonly ask: string }
  | { readonly type: 'page'; readonly towards: 'older' | 'newer' | 'newest' }
  | { readonly type: 'close-log' }
  | { readonly type: 'retry-log' }
  | { readonly type: 'write-about'; readonly key: CardKey | null }
  /** Shows what is about one branch alone, or everything. */
  | { readonly type: 'narrow'; readonly about: CardKey | null }
  | { readonly type: 'draft'; readonly text: string }
  /** Puts what was refused back into the composer, unless something else is being written there. */
  | { readonly type: 'edit'; readonly ask: string; readonly text: string; readonly about?: CardKey | undefined }
  | { readonly type: 'fold'; readonly section: string; readonly open: boolean };

/** What concerns the panel alone. */
export type OwnWish = Exclude<Wish, { type: FromPanel['type'] }>;

const own: Readonly<Record<OwnWish['type'], true>> = {
  'begin-edit': true,
  'end-edit': true,
  dismiss: true,
  page: true,
  'close-log': true,
  'retry-log': true,
  'write-about': true,
  narrow: true,
  draft: true,
  edit: true,
  fold: true,
};

export const isOwnWish = (what: Wish): what is OwnWish => what.type in own;

/** The one event that rises from the panel's elements to its root. */
export class WishEvent extends Event {
  static readonly type = 'shiproom-wish';
  readonly wish: Wish;

  constructor(what: Wish) {
    super(WishEvent.type, { bubbles: true, composed: true });
    this.wish = what;
  }
}

/** Says a wish from where it arose. */
export function wish(from: EventTarget, what: Wish): void {
  from.dispatchEvent(new WishEvent(what));
}

declare global {
  interface HTMLElementEventMap {
    'shiproom-wish': WishEvent;
  }
}
