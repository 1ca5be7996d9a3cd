import { ToPanel } from '../protocol/wire/panel.ts';
import type { Host } from './host.ts';
import { readMemory } from './memory.ts';

/** The part of VS Code's webview API that the panel uses. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** An editor's webview: each message is parsed once, and what is no message of ours is dropped. */
export function createEditorHost(api: EditorApi, messages: Pick<Window, 'addEventListener'>): Host {
  return {
    place: 'editor',
    open(panel) {
      messages.addEventListener('message', ({ data }) => {
        const parsed = ToPanel.safeParse(data);
        if (parsed.success) panel.tell(parsed.data);
      });
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it speaks to the editor alone
    ask: (message) => api.postMessage(message),
    memory: { load: () => readMemory(api.getState()), save: (memory) => api.setState(memory) },
  };
}
