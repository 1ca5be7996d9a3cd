import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pairLine } from '../../extension/commands/pair.ts';
import type { Inline, Message } from '../../protocol/model/message.ts';
import { begin } from './actions.ts';
import { run } from './live-window.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const reply = (...children: Inline[]): Message => ({ text: 'x', blocks: [{ type: 'paragraph', children }] });
const code = (text: string): Inline => ({ type: 'code', text });

beforeEach(() => reset());

describe('Pair with Chat…', () => {
  it('shows what to type in the chat, and copies it', async () => {
    const { lines, answers } = begin();
    answers.reply = reply({ type: 'text', text: 'Say ' }, code('pair KQ7-M2XW'));
    editor.answer = () => 'Copy';
    await run('pair');
    expect(lines).toEqual(['pair']);
    expect(editor.shown).toMatchObject([
      { text: 'Type /shiproom pair KQ7-M2XW in the chat', modal: true, choices: ['Copy'] },
    ]);
    expect(editor.shown[0]?.detail).toContain('say “pair KQ7-M2XW” to the bot');
    expect(editor.clipboard).toBe('/shiproom pair KQ7-M2XW');
  });

  it('shows the bot’s own words where there is no code in them, and why it was refused', async () => {
    const { answers } = begin();
    answers.reply = { text: 'You are paired already.', blocks: [] };
    await run('pair');
    answers.slug = 'upstream_refused';
    await run('pair');
    expect(editor.shown.map(({ text }) => text)).toEqual(['You are paired already.', 'Pair with Chat: Refused.']);
    expect(editor.clipboard).toBe('');
  });

  it('reads nothing out of an answer but a code', () => {
    expect(pairLine(reply(code('/room pair ABCD-1234')))).toBe('/room pair ABCD-1234');
    for (const junk of ['pair a b', '/shiproom pair $(x)', 'rm -rf /', '<!channel>', 'abc'])
      expect(pairLine(reply(code(junk)))).toBeUndefined();
  });
});
