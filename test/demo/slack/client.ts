import { ask } from './question.ts';
import { exchange, toEnd } from './pieces.ts';
import type { View } from './look.ts';

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const who = find('.me select') as HTMLSelectElement;
const dialog = find('dialog') as HTMLDialogElement;
const [channel, thread, home] = [find('#channel'), find('#thread'), find('#home')];
const list = (pane: Element): HTMLElement => pane.querySelector<HTMLElement>('.messages') ?? find('.messages');
const gone = new Set<string>();
let open: string | undefined;
let events: EventSource | undefined;

/** Listens as whoever is chosen, to the channel and the open thread. */
function listen(): void {
  events?.close();
  const query = new URLSearchParams({ as: who.value, ahead: String(-new Date().getTimezoneOffset()) });
  if (open !== undefined) query.set('thread', open);
  events = new EventSource(`events?${query}`);
  events.addEventListener('message', ({ data }) => {
    const view = JSON.parse(String(data)) as View;
    exchange(
      list(channel),
      view.channel.filter(({ key }) => !gone.has(key)),
    );
    exchange(
      list(thread),
      view.thread.filter(({ key }) => !gone.has(key)),
    );
    if (list(home).innerHTML !== view.home) list(home).innerHTML = view.home;
  });
}

let silence: ReturnType<typeof setTimeout> | undefined;
function tell(words: string): void {
  find('#toast').textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => (find('#toast').textContent = ''), 6_000);
}

async function act(deed: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch('act', { method: 'POST', headers, body: JSON.stringify({ as: who.value, ...deed }) });
  const words = await reply.text();
  if (words !== '') tell(words);
}
const acts = (deed: object): void => void act(deed).catch(() => tell('The demo has ended.'));

function openThread(ts: string | undefined): void {
  open = ts;
  thread.hidden = ts === undefined;
  list(thread).replaceChildren();
  listen();
  if (ts !== undefined) find('#reply textarea').focus();
}

function show(tab: string): void {
  home.hidden = tab !== 'home';
  for (const each of document.querySelectorAll('[data-tab]'))
    each.setAttribute('aria-pressed', String(each.getAttribute('data-tab') === tab));
  if (tab === 'home') acts({ type: 'look-home' });
}

async function pressed(button: HTMLElement): Promise<void> {
  const { label = '', tab, title } = button.dataset;
  const key = button.closest<HTMLElement>('[data-key]')?.dataset['key'];
  if (tab !== undefined) return show(tab);
  if (button.id === 'close') return openThread(undefined);
  if (button.hasAttribute('data-thread')) return openThread(key);
  if (button.hasAttribute('data-dismiss') && key !== undefined) {
    gone.add(key);
    return button.closest('[data-key]')?.remove();
  }
  if (label === '' || (title !== undefined && !(await ask(dialog, button.dataset)))) return;
  if (home.contains(button)) return acts({ type: 'press-home', label });
  if (key?.startsWith('whisper') !== false) return tell('In this demo, buttons work on messages that everybody sees.');
  acts({ type: 'press', ts: key, label });
}

document.addEventListener('click', ({ target }) => {
  const button =
    target instanceof Element
      ? target.closest<HTMLElement>(
          'button[data-label],button[data-tab],button[data-thread],button[data-dismiss],#close',
        )
      : null;
  if (button) void pressed(button);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open !== undefined && !dialog.open) openThread(undefined);
});

for (const form of document.querySelectorAll<HTMLFormElement>('form.composer')) {
  const field = form.querySelector('textarea');
  if (!field) continue;
  const place = form.id === 'reply' ? () => ({ thread: open }) : () => ({});
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    toEnd(list(form.id === 'reply' ? thread : channel));
    acts({ type: 'say', text, ...place() });
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

who.addEventListener('change', () => {
  const face = find('.me .avatar');
  face.className = `avatar ${who.value}`;
  face.textContent = who.value.slice(0, 1).toUpperCase();
  listen();
  if (!home.hidden) acts({ type: 'look-home' });
});
listen();
