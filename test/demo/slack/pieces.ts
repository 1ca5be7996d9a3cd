import type { Piece } from './look.ts';

/** What can be done with any message, beside what it offers itself. */
function tools(key: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tools';
  const button = document.createElement('button');
  button.type = 'button';
  const whisper = key.startsWith('whisper');
  button.setAttribute(whisper ? 'data-dismiss' : 'data-thread', '');
  button.textContent = whisper ? 'Dismiss' : 'Reply in thread';
  box.append(button);
  return box;
}

function drawn({ key, html }: Piece): HTMLElement {
  const holder = document.createElement('template');
  // The server's own HTML, in which all that people wrote is escaped; and the page's policy runs no script of its own.
  holder.innerHTML = html;
  const article = holder.content.firstElementChild;
  if (!(article instanceof HTMLElement)) throw new Error('no message');
  article.dataset['key'] = key;
  article.append(tools(key));
  return article;
}

const shown = new WeakMap<Element, string>();

/** Says that there is more below, until somebody has been there. */
function tellNewer(list: HTMLElement): void {
  const button = list.parentElement?.querySelector<HTMLButtonElement>('.newer');
  if (!button) return;
  if (!button.hidden) return;
  button.hidden = false;
  const over = new AbortController();
  button.addEventListener('click', () => list.scrollTo({ top: list.scrollHeight }), { signal: over.signal });
  const look = (): void => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight >= 80) return;
    button.hidden = true;
    over.abort();
  };
  list.addEventListener('scroll', look, { signal: over.signal });
}

/** Brings a list to its end, and keeps it there: who has said something wants to see it, and what is answered. */
export function toEnd(list: HTMLElement): void {
  list.scrollTop = list.scrollHeight;
}

/** Brings a list to what it has to show: what reads as before stays, with the focus in it; who was at the end stays there, and who was not is told of what is new. */
export function exchange(list: HTMLElement, pieces: readonly Piece[]): void {
  const first = list.childElementCount === 0;
  const atEnd = first || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const old = new Map([...list.querySelectorAll<HTMLElement>('[data-key]')].map((each) => [each.dataset['key'], each]));
  const focused = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset['key'];
  const label = document.activeElement?.getAttribute('data-label');
  const next = pieces.map((piece) => {
    const before = old.get(piece.key);
    if (before && shown.get(before) === piece.html) return before;
    const article = drawn(piece);
    shown.set(article, piece.html);
    if (!first) article.classList.add('fresh');
    return article;
  });
  if (next.length === list.children.length && next.every((each, at) => list.children[at] === each)) return;
  list.replaceChildren(...next);
  if (atEnd) list.scrollTop = list.scrollHeight;
  else if (next.some(({ dataset }) => !old.has(dataset['key']))) tellNewer(list);
  const again = next.find((each) => focused !== undefined && each.dataset['key'] === focused);
  if (!again || again.contains(document.activeElement)) return;
  const buttons = [...again.querySelectorAll('button')];
  (buttons.find((each) => each.dataset['label'] === label) ?? buttons[0])?.focus();
}
