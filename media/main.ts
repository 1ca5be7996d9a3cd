import { defineElements } from './elements.ts';
import type { Host } from './host.ts';
import { createPageHost } from './host-browser.ts';
import { createEditorHost, type EditorApi } from './host-vscode.ts';
import { createPageKeep } from './page-keep.ts';
import { openPageSocket, socketUrl } from './page-socket.ts';

declare global {
  /** Only a webview of VS Code has it, and it may be called once. */
  var acquireVsCodeApi: (() => EditorApi) | undefined;
}

const now = (): number => Date.now();

const after = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

function createHost(): Host {
  const { acquireVsCodeApi } = globalThis;
  if (acquireVsCodeApi) return createEditorHost(acquireVsCodeApi(), window);
  return createPageHost({
    window,
    surroundings: {
      open: (events) => openPageSocket(socketUrl(location), events),
      now,
      after,
      chance: () => Math.random(),
    },
    keep: createPageKeep(sessionStorage),
    locks: navigator.locks,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
}

/** Requests of an earlier life of this panel may still be answered; these never look like those. */
function createNumbers(): () => string {
  const life = crypto.getRandomValues(new Uint32Array(2)).join('');
  let last = 0;
  return () => {
    last += 1;
    return `${life}.${last}`;
  };
}

defineElements();
const panel =
  document.querySelector('shiproom-panel') ?? document.body.appendChild(document.createElement('shiproom-panel'));
const host = createHost();
host.open({
  tell: (message) => panel.tell(message),
  openLog: (run, job) => panel.tell({ type: 'log-opened', run, job }),
});
panel.start({
  place: host.place,
  memory: host.memory.load(),
  ask: (message) => host.ask(message),
  remember: (memory) => host.memory.save(memory),
  number: createNumbers(),
  now,
  after,
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) panel.tell({ type: 'back' });
});
setInterval(() => {
  panel.now = now();
}, 60_000);
