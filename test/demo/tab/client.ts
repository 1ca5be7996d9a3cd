import type { Step } from './guide.ts';

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const [main, editor, splitter, step, count] = ['main', '#editor', '#splitter', '#step', '#count'].map(find) as [
  HTMLElement,
  HTMLElement,
  HTMLElement,
  HTMLElement,
  HTMLElement,
];

function widen(percent: number): void {
  const width = Math.round(Math.min(75, Math.max(30, percent)) * 10) / 10;
  editor.style.flexBasis = `${width}%`;
  splitter.setAttribute('aria-valuenow', String(Math.round(width)));
}
const widthNow = (): number => (editor.getBoundingClientRect().width / main.clientWidth) * 100;

splitter.addEventListener('pointerdown', (event) => {
  splitter.setPointerCapture(event.pointerId);
  main.classList.add('dragging');
});
splitter.addEventListener('pointermove', (event) => {
  if (main.classList.contains('dragging')) widen((event.clientX / main.clientWidth) * 100);
});
for (const end of ['pointerup', 'pointercancel'])
  splitter.addEventListener(end, () => main.classList.remove('dragging'));
splitter.addEventListener('keydown', ({ key }) => {
  if (key === 'ArrowLeft') widen(widthNow() - 2);
  if (key === 'ArrowRight') widen(widthNow() + 2);
});
widen(60);

// A wide window at first: VS Code gives its side bar a quarter of that, and leaves it so.
editor.classList.add('wide');
const narrow = (): void => editor.classList.remove('wide');
window.addEventListener('message', ({ source, data }) => {
  if (data === 'standing' && editor instanceof HTMLIFrameElement && source === editor.contentWindow) narrow();
});
setTimeout(narrow, 20_000);

const events = new EventSource('/guide');
events.addEventListener('message', ({ data }) => {
  const { number, of, words } = JSON.parse(String(data)) as Step;
  count.textContent = number > of ? '✓' : `${number} / ${of}`;
  if (step.textContent === words) return;
  step.textContent = words;
  step.classList.remove('new');
  requestAnimationFrame(() => step.classList.add('new'));
});
events.addEventListener('error', () => {
  count.textContent = '';
  step.textContent = 'The demo has ended. Start it again with npm run demo.';
  events.close();
});
