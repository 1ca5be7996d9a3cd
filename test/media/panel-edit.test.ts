import { describe, expect, it } from 'vitest';
import { readMemory } from '../../media/memory.ts';
import { reduce, start } from '../../media/state.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { person } from '../support/samples.ts';
import { type Bench, bench } from './bench.ts';
import { all, settled, words, writing } from './dom.ts';
import { inRoom, now, online, plain, said } from './samples.ts';

const mine = (offset: number, text: string, part: Partial<Entry & { type: 'said' }> = {}) =>
  said(offset, { by: { type: 'person', person: person('Ana') }, message: plain(text), ...part });
const gone = (offset: number, of: number): Entry => ({ type: 'amended', offset, at: now, of });

async function room(part: Parameters<typeof bench>[0] = {}, entries = [mine(1, 'one'), mine(2, 'helo'), said(3)]) {
  const at = await bench(part);
  await at.tell(online, inRoom({ entries }));
  return at;
}
const field = ({ panel }: Bench) => writing(panel);
async function press(at: Bench, key: string): Promise<void> {
  field(at).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settled();
}
async function type(at: Bench, text: string): Promise<void> {
  field(at).value = text;
  field(at).dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

describe('changing a message', () => {
  it('takes the last own one by the arrow, and saves it by Enter', async () => {
    const at = await room();
    await press(at, 'ArrowUp');
    expect(field(at).value).toBe('helo');
    await type(at, 'hello');
    await press(at, 'Enter');
    expect(at.asked.at(-1)).toMatchObject({ type: 'amend', offset: 2, text: 'hello' });
    expect(field(at).value).toBe('');
    expect(at.remembered.at(-1)).toEqual({ draft: '', open: {} });
  });

  it('keeps what was being written meanwhile, and asks nothing where nothing was changed', async () => {
    const at = await room();
    await type(at, 'half a thought');
    await at.wish({ type: 'begin-edit', offset: 1 });
    expect(field(at).value).toBe('one');
    await press(at, 'Enter');
    expect(field(at).value).toBe('half a thought');
    await at.wish({ type: 'begin-edit', offset: 1 });
    await type(at, 'other');
    await press(at, 'Escape');
    expect(field(at).value).toBe('half a thought');
    expect(at.asked.some((each) => each.type === 'amend')).toBe(false);
  });

  it('ends where a message is begun from outside, unless something was changed already', async () => {
    const at = await room();
    await at.wish({ type: 'begin-edit', offset: 2 });
    await at.tell({ type: 'thread', about: null, write: '@Bo ' });
    expect(field(at).value).toBe('@Bo ');
    await at.wish({ type: 'begin-edit', offset: 2 });
    await type(at, 'hello');
    await at.tell({ type: 'thread', about: null, write: '@Cem ' });
    expect(field(at).value).toBe('hello');
    await press(at, 'Escape');
    expect(field(at).value).toBe('@Cem @Bo ');
  });

  it('begins with no message of others, and with none that is not there', async () => {
    const at = await room();
    await at.wish({ type: 'begin-edit', offset: 3 });
    await at.wish({ type: 'begin-edit', offset: 99 });
    expect(words(at.panel)).not.toContain('Changing your message');
    const none = await room({}, [said(1)]);
    await press(none, 'ArrowUp');
    expect(words(none.panel)).not.toContain('Changing your message');
  });

  it('survives that the panel goes out of sight', async () => {
    const at = await room();
    await at.wish({ type: 'begin-edit', offset: 2 });
    await type(at, 'hello a');
    const again = await room({ memory: readMemory(at.remembered.at(-1)) });
    expect(field(again).value).toBe('hello a');
    expect(words(again.panel)).toContain('Changing your message');
  });

  it('ends where the message is taken back, and no word of it is kept', async () => {
    const at = await room();
    await at.wish({ type: 'begin-edit', offset: 2 });
    await at.tell({ type: 'entries', entries: [gone(4, 2)] });
    expect(field(at).value).toBe('');
    expect(words(at.panel)).not.toContain('helo');
    expect(JSON.stringify([at.panel.state, at.panel.memory, at.remembered.at(-1)])).not.toContain('helo');
  });

  it('ends where the history is another one, in which its offset means another message', async () => {
    const at = await room();
    await at.wish({ type: 'begin-edit', offset: 2 });
    await at.tell(inRoom({ reloaded: true, entries: [mine(1, 'x'), mine(2, 'y', { at: now + 7 })] }));
    expect(words(at.panel)).not.toContain('Changing your message');
  });

  it('says why it could not be done, and offers to try again', async () => {
    const at = await room();
    await at.wish({ type: 'amend', offset: 2, text: null });
    await at.answer('amend', { type: 'refused', slug: 'queue_full', message: 'Too much waits.' });
    const [aside] = all(at.panel, 'shiproom-aside');
    expect(aside && words(aside)).toContain('Delete a message Too much waits. Try again');
  });
});

describe('the panel’s feed', () => {
  it('reads what was amended in its place, whenever either came', () => {
    const told = reduce(start, inRoom({ entries: [said(2)], more: true }), now);
    const live = reduce(told, { type: 'entries', entries: [gone(3, 2), gone(4, 1)] }, now);
    expect(live.room?.entries.map((each) => each.type)).toEqual(['said', 'amended', 'amended']);
    const read = reduce(live, { type: 'earlier', entries: [said(1)], more: false }, now);
    expect(read.room?.entries.slice(0, 2)).toMatchObject([{ removed: true }, { removed: true }]);
    expect(JSON.stringify(read)).not.toMatch(/message [12]/);
  });

  it('announces no change as if it were new', async () => {
    const at = await room();
    await at.tell({ type: 'entries', entries: [gone(4, 2)] });
    await at.pass(2_000);
    expect(at.panel.said).toBe('');
  });
});
