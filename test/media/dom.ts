import type { LitElement } from 'lit';
import { WishEvent, type Wish } from '../../media/wish.ts';

/** An element in the document, with these properties, once it and all within it have been rendered. */
export async function mount<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
): Promise<HTMLElementTagNameMap[Name]> {
  const element = document.createElement(name);
  Object.assign(element, properties);
  document.body.replaceChildren(element);
  await settled();
  return element;
}

/** Waits until every element of the document has been rendered. */
export async function settled(): Promise<void> {
  for (;;) {
    const waiting = all<LitElement>(document.body, '*').filter((each) => each.isUpdatePending);
    if (waiting.length === 0) return;
    await Promise.all(waiting.map((each) => each.updateComplete));
  }
}

/** Every element below that matches, through all shadow roots, in the order in which they are read. */
export function all<E extends Element = HTMLElement>(root: ParentNode, selector: string): E[] {
  const below = root instanceof Element && root.shadowRoot ? [root.shadowRoot, root] : [root];
  return below.flatMap((each) =>
    [...each.children].flatMap((child) => [
      ...(child.matches(selector) ? [child as E] : []),
      ...all<E>(child, selector),
    ]),
  );
}

/** The first such element; fails where there is none. */
export function one(root: ParentNode, selector: string): HTMLElement {
  const found = all(root, selector)[0];
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

/** The field in which messages are written. */
export const writing = (root: ParentNode): HTMLTextAreaElement => one(root, 'textarea') as HTMLTextAreaElement;

/** What a screen reader reads, through all shadow roots, with single blanks. */
export function words(root: Node): string {
  return rawWords(root).replaceAll(/\s+/g, ' ').trim();
}

function rawWords(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  if (node instanceof Element && node.matches('style, [hidden], [aria-hidden=true]')) return '';
  return [...shownIn(node)].map(rawWords).join(' ');
}

/** What an element shows: its shadow, and where that has a slot, what its host brought. */
function shownIn(node: Node): Iterable<Node> {
  const root = node.getRootNode();
  if (node instanceof HTMLSlotElement && root instanceof ShadowRoot) return root.host.childNodes;
  const ours = node instanceof Element && node.tagName.startsWith('SHIPROOM-');
  return ours && node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes;
}

/** A button by what it is called. */
export function button(root: ParentNode, name: string): HTMLElement {
  const found = all(root, 'button').find((each) => nameOf(each) === name);
  if (!found) throw new Error(`There is no button “${name}”.`);
  return found;
}

/** What a screen reader calls an element. */
export const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? words(element);

/** The wishes that rise from an element. */
export function wishes(element: HTMLElement): Wish[] {
  const heard: Wish[] = [];
  element.addEventListener(WishEvent.type, (event) => heard.push(event.wish));
  return heard;
}
