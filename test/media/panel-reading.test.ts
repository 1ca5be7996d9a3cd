import { describe, expect, it } from 'vitest';
import { RunId } from '../../protocol/model/ids.ts';
import { person, run } from '../support/samples.ts';
import { type Bench, bench } from './bench.ts';
import { all, nameOf, one, settled, words } from './dom.ts';
import { card, inRoom, now, online, payloads, plain, said, saidFrom } from './samples.ts';

describe('for whoever does not see it', () => {
  const announced = ({ panel }: Bench) => words(one(panel, '[aria-live=polite].unseen'));

  it('announces what others say, together, and not what its reader says', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.pass(2000);
    expect(announced(at)).toBe('');
    const own = said(5, { by: { type: 'person', person: person('Ana') }, message: plain('mine') });
    await at.tell({ type: 'entries', entries: [said(4)] }, { type: 'entries', entries: [own, said(6)] });
    await at.pass(1000);
    expect(announced(at)).toContain('message 4');
    expect(announced(at)).toContain('message 6');
    expect(announced(at)).not.toContain('mine');
    await at.tell({ type: 'entries', entries: saidFrom(7, 12) });
    await at.pass(1000);
    expect(announced(at)).toBe('6 new messages');
  });

  it('announces private replies and refusals', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.wish({ type: 'run', line: 'ci status' });
    await at.answer('run', { type: 'reply', message: plain('all passing') });
    await at.pass(1000);
    expect(announced(at)).toBe('Only you: all passing');
  });

  it('lets the Tab key reach the answer to what its reader ran, wherever they were before', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    const reachable = () => all(at.panel, '[role=article][tabindex="0"]').map(({ localName }) => localName);
    all(at.panel, '[role=article]')[0]?.focus();
    await settled();
    await at.wish({ type: 'run', line: 'ci status' });
    await at.answer('run', { type: 'reply', message: plain('all passing') });
    expect(reachable()).toEqual(['shiproom-aside']);
  });

  it('has a name for every control, and words for every icon', async () => {
    const at = await bench();
    const refused = { mid: 'm', text: 'x', refused: 'No.' };
    const everything = inRoom({
      more: true,
      cards: [card('a', { ci: [run({ state: 'running' }), run({ run: 'r2', state: 'failed' })] }), card('b')],
    });
    await at.tell(online, everything, { type: 'pending', pending: [refused] });
    await at.wish({ type: 'run', line: 'help' });
    at.panel.tell({ type: 'log-opened', run: RunId.parse('r2') });
    await settled();
    const controls = all(at.panel, 'button, a, textarea, [tabindex]:not([role=article])');
    expect(controls.length).toBeGreaterThan(10);
    expect(controls.filter((each) => nameOf(each) === '').map((each) => each.outerHTML)).toEqual([]);
    expect(all(at.panel, '.codicon').filter((each) => each.getAttribute('aria-hidden') !== 'true')).toEqual([]);
  });
});

it('[T3] shows hostile names, branches, logs and replies as text, wherever they stand', async () => {
  for (const payload of payloads) {
    const at = await bench();
    const name = payload.slice(0, 80);
    const by = { ...person('x'), name };
    const hostile = card('main', {
      claim: { by, at: now },
      ci: [run({ state: 'failed', workflow: payload, failures: [{ name: payload, file: payload, message: payload }] })],
    });
    const entries = [
      said(1, { by: { type: 'person', person: by }, message: plain(payload) }),
      said(2, { by: { type: 'bot', name }, origin: { platform: name.slice(0, 40), channel: 'c', message: '1' } }),
      { type: 'answered' as const, offset: 3, at: now, by, line: payload, message: plain(payload) },
    ];
    await at.tell(online, inRoom({ name: payload, cards: [hostile], entries, people: [{ person: by, devices: 1 }] }));
    await at.wish({ type: 'run', line: payload });
    await at.answer('run', { type: 'refused', slug: 'x', message: payload });
    expect(all(at.panel, 'img, script, iframe, svg, style, math, table, [onerror], [onclick], [onload]').length).toBe(
      0,
    );
    expect(all(at.panel, 'a[href^=javascript]').length).toBe(0);
    expect(words(at.panel)).toContain(payload.replaceAll(/\s+/g, ' '));
  }
  expect(globalThis).not.toHaveProperty('hit');
});
