// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { type Doing, type PanelState, reduce, start } from '../../media/state.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { ToPanel } from '../../protocol/wire/panel.ts';
import { key, person } from '../support/samples.ts';
import { engine } from './ci-samples.ts';
import { card, inRoom, minute, now, offline, online, plain, said, saidFrom } from './samples.ts';

const after = (...actions: readonly (ToPanel | Doing)[]): PanelState =>
  actions.reduce((state, action) => reduce(state, action, now), start);
const offsets = (state: PanelState) => state.room?.entries.map((entry) => entry.offset);
const run = RunId.parse('run-1');

describe('connection', () => {
  it('never shows as fresh what was true before the connection was lost', () => {
    expect(after(online, inRoom()).asOf).toBeUndefined();
    expect(after(online, inRoom(), offline).asOf).toBe(now - 3 * minute);
  });

  it('keeps the first moment of staleness through every try to come back', () => {
    const connecting: ToPanel = { type: 'connection', connection: { state: 'connecting' } };
    expect(after(online, inRoom(), offline, connecting).asOf).toBe(now - 3 * minute);
    expect(after(online, inRoom(), offline, connecting, online).asOf).toBeUndefined();
  });

  it('forgets the room of whoever is not paired any more', () => {
    expect(after(online, inRoom(), { type: 'connection', connection: { state: 'unpaired' } }).room).toBeUndefined();
  });
});

describe('room', () => {
  it('adds entries in order, each once', () => {
    const state = after(
      inRoom(),
      { type: 'entries', entries: [said(3), said(4)] },
      { type: 'entries', entries: [said(4)] },
    );
    expect(offsets(state)).toEqual([1, 2, 3, 4]);
  });

  it('puts older entries before, each once', () => {
    const room = inRoom({ entries: saidFrom(5, 6), more: true });
    const state = after(room, { type: 'earlier', entries: saidFrom(3, 5), more: false });
    expect(offsets(state)).toEqual([3, 4, 5, 6]);
    expect(state.room?.more).toBe(false);
  });

  it('keeps the newest version of each card, whatever the order', () => {
    const told = (version: number, branch?: string): ToPanel => ({ type: 'card', card: card(branch, { version }) });
    const state = after(inRoom({ cards: [] }), told(2), told(1), told(1, 'main'));
    expect(state.room?.cards.map((each) => [each.key.branch, each.version])).toEqual([
      ['feat/login', 2],
      ['main', 1],
    ]);
  });

  it('marks where a history begins that could not be resumed', () => {
    expect(after(inRoom({ entries: saidFrom(8, 9), reloaded: true })).reloadedAt).toBe(8);
    expect(after(inRoom({ entries: saidFrom(8, 9), reloaded: true }), inRoom()).reloadedAt).toBeUndefined();
  });

  it('drops news of a room that it does not have', () => {
    expect(after({ type: 'entries', entries: [said(1)] }, { type: 'card', card: card() })).toEqual(start);
  });

  it('takes people and this branch as they are told', () => {
    const state = after(inRoom(), { type: 'people', people: [] }, { type: 'here', here: key('main') });
    expect(state.room?.people).toEqual([]);
    expect(state.here).toEqual(key('main'));
  });
});

describe('asides', () => {
  const ran: Doing = { type: 'asked', message: { type: 'run', ask: 'a1', line: 'status', about: key() } };
  const reply: ToPanel = { type: 'answer', ask: 'a1', answer: { type: 'reply', message: plain('passing') } };
  const refused: ToPanel = { type: 'answer', ask: 'a1', answer: { type: 'refused', slug: 'x', message: 'No.' } };

  it('stand where they were asked, first waiting, then with their outcome', () => {
    expect(after(inRoom(), ran).asides).toMatchObject([{ ask: 'a1', after: 3, outcome: { type: 'waiting' } }]);
    const later = after(inRoom(), ran, { type: 'entries', entries: [said(4)] }, reply);
    expect(later.asides).toMatchObject([{ ask: 'a1', after: 3, outcome: { type: 'reply' } }]);
  });

  it('tell a refusal with what was refused, so that it can be tried again', () => {
    expect(after(inRoom(), ran, refused).asides).toMatchObject([
      { kind: 'run', text: 'status', about: key(), outcome: { message: 'No.' } },
    ]);
    const wrote: Doing = { type: 'asked', message: { type: 'say', ask: 'a1', text: 'hello' } };
    expect(after(inRoom(), wrote, refused).asides).toMatchObject([{ kind: 'say', text: 'hello' }]);
  });

  it('go when a message is on its way, or when dismissed', () => {
    const wrote: Doing = { type: 'asked', message: { type: 'say', ask: 'a1', text: 'hello' } };
    expect(after(inRoom(), wrote, { type: 'answer', ask: 'a1', answer: { type: 'done' } }).asides).toEqual([]);
    expect(after(inRoom(), ran, reply, { type: 'dismissed', ask: 'a1' }).asides).toEqual([]);
  });

  it('go with whoever was told them, when they are signed out', () => {
    const unpaired: ToPanel = { type: 'connection', connection: { state: 'unpaired' } };
    expect(after(inRoom(), ran, reply, unpaired).asides).toEqual([]);
  });

  it('stay readable when the history begins anew', () => {
    expect(after(inRoom({ entries: saidFrom(90, 99) }), ran, reply, inRoom()).asides).toMatchObject([{ after: 3 }]);
  });
});

describe('requests', () => {
  it('knows whether older entries are on their way, and why they did not come', () => {
    const ask: Doing = { type: 'asked', message: { type: 'earlier', ask: 'e1', before: 5 } };
    expect(after(inRoom(), ask).reading).toBe('e1');
    expect(after(inRoom(), ask, { type: 'answer', ask: 'e1', answer: { type: 'done' } }).reading).toBeUndefined();
    const no: ToPanel = { type: 'answer', ask: 'e1', answer: { type: 'refused', slug: 'x', message: 'Later.' } };
    expect(after(inRoom(), ask, no)).toMatchObject({ reading: undefined, unread: 'Later.' });
    expect(after(inRoom(), ask, no, ask).unread).toBeUndefined();
  });

  it('ignores answers to nothing', () => {
    const before = after(inRoom());
    expect(reduce(before, { type: 'answer', ask: 'never', answer: { type: 'done' } }, now)).toEqual(before);
  });

  it('puts the parts of a log together until it has ended', () => {
    const open: Doing = { type: 'log-opened', run };
    const ask = (number: string, from: number): Doing => ({
      type: 'asked',
      message: { type: 'log', ask: number, run, from },
    });
    const part = (number: string, text: string, next: number, ended = false): ToPanel => ({
      type: 'answer',
      ask: number,
      answer: { type: 'log', text, next, ended },
    });
    const state = after(open, ask('l1', 0), part('l1', 'one\n', 4), ask('l2', 4), part('l2', '', 4));
    expect(state.log).toMatchObject({ text: 'one\n', next: 4, idle: true, ended: false });
    const done = reduce(reduce(state, ask('l3', 4), now), part('l3', 'two', 7, true), now);
    expect(done.log).toMatchObject({ text: 'one\ntwo', next: 7, ended: true, ask: undefined });
    // An answer that was meant for a log opened before is not this log's.
    expect(reduce(done, part('l2', 'stray', 99), now).log).toEqual(done.log);
  });

  it('keeps the end of a log that is too long to show', () => {
    const text = `${'x'.repeat(99)}\n`.repeat(6_000);
    const ask = (number: string): Doing => ({ type: 'asked', message: { type: 'log', ask: number, run, from: 0 } });
    const part = (number: string): ToPanel => ({
      type: 'answer',
      ask: number,
      answer: { type: 'log', text, next: 1, ended: false },
    });
    const { log } = after({ type: 'log-opened', run }, ask('l1'), part('l1'), ask('l2'), part('l2'));
    expect(log?.cut).toBe(true);
    expect(log?.text.length).toBeLessThanOrEqual(1_000_000);
    expect(log?.text.startsWith('x'.repeat(99))).toBe(true);
  });
});

it('takes the sources as a whole', () => {
  const late = engine({ state: 'late' });
  expect(after(inRoom(), { type: 'sources', sources: [late] }).room?.sources).toEqual([late]);
});

it('changes nothing but itself: a state that was handed out stays as it was', () => {
  const before = after(online, inRoom());
  const copy = structuredClone(before);
  const actions: ToPanel[] = [offline, inRoom({ me: person('Cy') }), { type: 'entries', entries: [said(4)] }];
  for (const action of actions) reduce(before, action, now);
  expect(before).toEqual(copy);
});
