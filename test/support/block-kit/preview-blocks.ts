import { html, marked, shown } from './preview-text.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Who is called what, and when it is. */
export interface Seen {
  readonly now: number;
  readonly names?: Readonly<Record<string, string>>;
  /** The `action_id` of the button whose question is open. */
  readonly asking?: string;
  /** Buttons can be pressed: whoever shows the page minds them. Without, it holds nothing that acts. */
  readonly alive?: boolean;
  /** Minutes that the reader's clock is ahead of UTC. */
  readonly aheadMin?: number;
}

const items = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

const outward = ({ alive }: Seen): string => (alive ? ' target="_blank"' : '');

function textObject(value: unknown, seen: Seen): string {
  const { type, text } = (value ?? {}) as Json;
  return type === 'mrkdwn' ? marked(words(text), seen) : shown(words(text));
}

function inline(element: Json, seen: Seen): string {
  const { type, text, url, user_id, name, style } = element;
  if (type === 'user') return `<span class="call">@${html(seen.names?.[words(user_id)] ?? words(user_id))}</span>`;
  if (type === 'link')
    return styled(
      `<a href="${html(words(url))}" rel="noreferrer"${outward(seen)}>${shown(words(text) || words(url))}</a>`,
      style,
    );
  if (type === 'text') return styled(shown(words(text)), style);
  return `<span class="call">${html(`${words(type)} ${words(name)}`)}</span>`;
}

function styled(inner: string, style: unknown): string {
  const { bold, italic, strike, code } = (style ?? {}) as Json;
  const tags = [bold && 'b', italic && 'i', strike && 's', code && 'code'].filter((tag) => typeof tag === 'string');
  return tags.reduce((within, tag) => `<${tag}>${within}</${tag}>`, inner);
}

const line = (value: unknown, seen: Seen): string =>
  items(value)
    .map((element) => inline(element, seen))
    .join('');

function rich(element: Json, seen: Seen): string {
  const { type, elements, style } = element;
  switch (type) {
    case 'rich_text_list': {
      const tag = style === 'ordered' ? 'ol' : 'ul';
      const points = items(elements).map((point) => `<li class="pre">${line(point['elements'], seen)}</li>`);
      return `<${tag}>${points.join('')}</${tag}>`;
    }
    case 'rich_text_quote':
      return `<blockquote>${line(elements, seen)}</blockquote>`;
    case 'rich_text_preformatted':
      return `<pre>${line(elements, seen)}</pre>`;
    default:
      return `<div class="pre">${line(elements, seen)}</div>`;
  }
}

function button(element: Json, seen: Seen): string {
  const { text, style, confirm, url, action_id } = element;
  const look = `button ${words(style)}`.trim();
  const label = textObject(text, seen);
  if (typeof url === 'string')
    return `<a class="${look}" href="${html(url)}" rel="noreferrer"${outward(seen)}>${label}</a>`;
  if (seen.alive) return pressable(element, look, label);
  if (confirm === undefined) return `<span class="${look}">${label}</span>`;
  const { title, text: question, confirm: yes, deny, style: kind } = confirm as Json;
  const answers = `<span class="button">${textObject(deny, seen)}</span><span class="button ${words(kind) || 'primary'}">${textObject(yes, seen)}</span>`;
  const open = seen.asking !== undefined && seen.asking === action_id ? ' open' : '';
  const dialog = `<div class="dialog"><b>${textObject(title, seen)}</b><p>${textObject(question, seen)}</p><div>${answers}</div></div>`;
  return `<details class="confirm"${open}><summary class="${look}">${label}</summary>${dialog}</details>`;
}

/** What it asks first is kept in the button, as words. */
function pressable({ text, confirm }: Json, look: string, label: string): string {
  const name = words((text as Json)['text']);
  const asks = ['title', 'text', 'confirm', 'deny'].flatMap((part) => {
    const said = (confirm as Json | undefined)?.[part] as Json | undefined;
    return said ? [` data-${part}="${html(words(said['text']))}"`] : [];
  });
  return `<button type="button" class="${look}" data-label="${html(name)}"${asks.join('')}>${label}</button>`;
}

function table(rows: readonly Json[][], seen: Seen): string {
  const cell = (value: Json): string =>
    value['type'] === 'rich_text'
      ? items(value['elements'])
          .map((each) => rich(each, seen))
          .join('')
      : shown(words(value['text']));
  const row = (cells: readonly Json[], tag: string): string =>
    `<tr>${cells.map((value) => `<${tag}>${cell(value)}</${tag}>`).join('')}</tr>`;
  return `<div class="block scroll"><table>${rows.map((cells, index) => row(cells, index === 0 ? 'th' : 'td')).join('')}</table></div>`;
}

/** One block as HTML; what is not known is said to be so. */
export function previewBlock(block: Json, seen: Seen): string {
  const { type, text, fields, elements, rows } = block;
  switch (type) {
    case 'header':
      return `<h3 class="block">${textObject(text, seen)}</h3>`;
    case 'section': {
      const facts = items(fields).map((field) => `<div class="pre">${textObject(field, seen)}</div>`);
      const said = text === undefined ? '' : `<div class="block pre">${textObject(text, seen)}</div>`;
      return said + (facts.length > 0 ? `<div class="block fields">${facts.join('')}</div>` : '');
    }
    case 'context':
      return `<div class="block context">${items(elements)
        .map((each) => `<span>${textObject(each, seen)}</span>`)
        .join('')}</div>`;
    case 'actions':
      return `<div class="actions">${items(elements)
        .map((each) => button(each, seen))
        .join('')}</div>`;
    case 'rich_text':
      return `<div class="block">${items(elements)
        .map((each) => rich(each, seen))
        .join('')}</div>`;
    case 'table':
      return table(
        items(rows).map((row) => items(row)),
        seen,
      );
    case 'divider':
      return '<hr>';
    default:
      return `<div class="block">unknown block ${html(words(type))}</div>`;
  }
}
