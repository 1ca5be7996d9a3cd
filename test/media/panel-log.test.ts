import { describe, expect, it } from 'vitest';
import { RunId } from '../../protocol/model/ids.ts';
import { run } from '../support/samples.ts';
import { type Bench, bench } from './bench.ts';
import { all, button, one, settled, words } from './dom.ts';
import { card, inRoom, online } from './samples.ts';

describe('log within the panel', () => {
  const open = { type: 'log-opened', run: RunId.parse('run-1') } as const;
  const logs = ({ asked }: Bench) => asked.filter((message) => message.type === 'log').map(({ from }) => from);

  it('reads on at once while there is more, then looks again each second, until it has ended', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ cards: [card('main', { ci: [run()] })] }));
    at.panel.tell(open);
    await at.answer('log', { type: 'log', text: 'one\n', next: 4, ended: false });
    expect(logs(at)).toEqual([0, 4]);
    await at.answer('log', { type: 'log', text: '', next: 4, ended: false });
    expect(logs(at)).toEqual([0, 4]);
    await at.pass(1000);
    expect(logs(at)).toEqual([0, 4, 4]);
    await at.answer('log', { type: 'log', text: 'two\n', next: 8, ended: true });
    await at.pass(5000);
    expect(logs(at)).toEqual([0, 4, 4]);
    const pane = one(at.panel, 'shiproom-log-pane');
    expect(one(pane, 'pre').textContent).toBe('one\ntwo');
    expect(words(pane)).toContain('tests on main at aaaaaaa');
    expect(words(pane)).toContain('Ended');
  });

  it('says why it cannot be read, tries again when asked, and closes by Escape', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    at.panel.tell(open);
    await at.answer('log', { type: 'refused', slug: 'x', message: 'There is no such log.' });
    await at.pass(5000);
    expect(logs(at)).toEqual([0]);
    expect(words(one(at.panel, 'shiproom-log-pane'))).toContain('There is no such log.');
    button(at.panel, 'Try again').click();
    expect(logs(at)).toEqual([0, 0]);
    one(at.panel, 'section .text').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    await settled();
    expect(all(at.panel, 'shiproom-log-pane')).toEqual([]);
    expect(all(at.panel, 'shiproom-feed')).toHaveLength(1);
  });

  it('makes room for the answer to a command', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    at.panel.tell(open);
    await settled();
    expect(all(at.panel, 'shiproom-log-pane')).toHaveLength(1);
    await at.wish({ type: 'run', line: 'who' });
    expect(all(at.panel, 'shiproom-log-pane')).toEqual([]);
    expect(words(one(at.panel, 'shiproom-feed'))).toContain('/who');
  });
});
