import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditorHost } from '../../media/host-vscode.ts';
import type { ToPanel } from '../../protocol/wire/panel.ts';
import { inRoom, offline, online } from './samples.ts';

function editor(kept?: unknown) {
  const told: ToPanel[] = [];
  const posted: unknown[] = [];
  let state = kept;
  const messages = new EventTarget() as unknown as Window;
  const api = {
    postMessage: (message: unknown) => posted.push(message),
    getState: () => state,
    setState: (next: unknown) => (state = next),
  };
  const host = createEditorHost(api, messages);
  host.open({ tell: (message) => told.push(message), openLog: () => undefined });
  const say = (data: unknown) => messages.dispatchEvent(new MessageEvent('message', { data }));
  return { host, told, posted, say, state: () => state };
}

describe('an editor’s webview', () => {
  it('passes on what the extension tells, and what the panel asks', () => {
    const { host, told, posted, say } = editor();
    for (const message of [online, inRoom(), offline]) say(message);
    host.ask({ type: 'ready' });
    expect(told).toEqual([online, inRoom(), offline]);
    expect(posted).toEqual([{ type: 'ready' }]);
  });

  it('[T3] drops whatever is no message of ours', () => {
    const { told, say } = editor();
    const link = { type: 'link', text: 'x', href: 'javascript:alert(1)' };
    const message = { text: 'x', blocks: [{ type: 'paragraph', children: [link] }] };
    const entry = { type: 'said', offset: 1, at: 1, by: { type: 'bot', name: 'x' }, message };
    const strange = [
      null,
      'room',
      { type: 'execute' },
      { type: 'entries', entries: [entry] },
      { type: 'room', room: {} },
      { ...online, connection: {} },
    ];
    for (const data of strange) say(data);
    fc.assert(fc.property(fc.anything(), (data) => say(data)));
    expect(told).toEqual([]);
  });

  it('remembers in the webview’s state, and begins anew with what it cannot read', () => {
    const first = editor({ draft: 'hello', open: { People: true } });
    expect(first.host.memory.load()).toEqual({ draft: 'hello', open: { People: true } });
    first.host.memory.save({ draft: 'more', open: {} });
    expect(first.state()).toEqual({ draft: 'more', open: {} });
    expect(editor({ draft: 7 }).host.memory.load()).toEqual({ draft: '', open: {} });
    expect(editor().host.memory.load()).toEqual({ draft: '', open: {} });
  });
});
