import { LitElement } from 'lit';
import type { PanelElement, PanelOptions } from '../../media/panel.ts';
import { WishEvent, type Wish } from '../../media/wish.ts';
import { FromPanel, type ToPanel } from '../../protocol/wire/panel.ts';
import { manualClock } from '../support/clock.ts';
import { all, mount, settled } from './dom.ts';
import { now } from './samples.ts';

/** A panel before a host that only notes what it is asked. */
export interface Bench {
  readonly panel: PanelElement;
  /** Without what was seen, which is told by the way. */
  readonly asked: FromPanel[];
  /** What its reader has had before them. */
  readonly seen: number[];
  readonly remembered: unknown[];
  tell(...messages: ToPanel[]): Promise<void>;
  wish(wish: Wish): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Answers the last request of this type. */
  answer(type: FromPanel['type'], answer: Extract<ToPanel, { type: 'answer' }>['answer']): Promise<void>;
}

/** Each request is parsed as the host would, and fails the test where it is none. */
export async function bench(part: Partial<PanelOptions> = {}): Promise<Bench> {
  const panel = await mount('shiproom-panel');
  const clock = manualClock(now);
  const asked: FromPanel[] = [];
  const seen: number[] = [];
  const ask = (message: FromPanel): void => {
    const parsed = FromPanel.parse(message);
    if (parsed.type === 'seen') seen.push(parsed.offset);
    else asked.push(parsed);
  };
  const remembered: unknown[] = [];
  panel.start({
    place: 'editor',
    memory: { draft: '', open: {} },
    ask,
    remember: (memory) => remembered.push(memory),
    number: () => `n${asked.length}`,
    now: clock.now,
    after: clock.after,
    ...part,
  });
  await settled();
  const tell = async (...messages: ToPanel[]) => {
    for (const message of messages) panel.tell(message);
    await settled();
  };
  return {
    panel,
    asked,
    seen,
    remembered,
    tell,
    async wish(wish) {
      panel.dispatchEvent(new WishEvent(wish));
      await settled();
    },
    async pass(ms) {
      await clock.advance(ms);
      await settled();
    },
    answer: (type, answer) => {
      const last = asked.findLast((message) => message.type === type);
      return tell({ type: 'answer', ask: last && 'ask' in last ? last.ask : '', answer });
    },
  };
}

/** How many elements of the panel are drawn anew by what is done. */
export async function counted(panel: PanelElement, act: () => Promise<void>): Promise<number> {
  const parts = all<LitElement>(panel, '*').filter((each) => each instanceof LitElement);
  const tally = { drawn: 0 };
  const count = { hostUpdated: () => void (tally.drawn += 1) };
  for (const part of [panel, ...parts]) part.addController(count);
  const before = tally.drawn;
  await act();
  for (const part of [panel, ...parts]) part.removeController(count);
  return tally.drawn - before;
}
