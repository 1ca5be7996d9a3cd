import { describe, expect, it, vi } from 'vitest';
import { key, person } from '../support/samples.ts';
import { type Bench, bench } from './bench.ts';
import { all, one, settled, words } from './dom.ts';
import { inRoom, online, said, saidFrom } from './samples.ts';

const mine = (offset: number) => said(offset, { by: { type: 'person', person: person('Ana') } });
/** What stands in the feed, from above: entries by their offset, and the divider. */
const rows = ({ panel }: Bench) =>
  all(panel, 'shiproom-entry, .divider.new').map((each) =>
    each.matches('.new') ? words(each) : Number(words(each).match(/message (\d+)/)?.[1]),
  );
const hide = (hidden: boolean) => vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);

describe('what is new', () => {
  it('stands below a divider, and is told to have been seen', async () => {
    const at = await bench();
    await at.tell(online, { type: 'seen', offset: 3 }, inRoom({ entries: saidFrom(1, 5) }));
    expect(rows(at)).toEqual([1, 2, 3, 'New', 4, 5]);
    await vi.waitFor(() => expect(at.seen).toEqual([5]));
  });

  it('keeps its divider while its reader reads on, until they come back', async () => {
    const at = await bench();
    await at.tell(online, { type: 'seen', offset: 3 }, inRoom({ entries: saidFrom(1, 5) }));
    await vi.waitFor(() => expect(at.seen).toEqual([5]));
    await at.tell({ type: 'entries', entries: [said(6)] });
    expect(rows(at)).toEqual([1, 2, 3, 'New', 4, 5, 6]);
    at.panel.tell({ type: 'back' });
    await settled();
    expect(rows(at)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(at.seen).toEqual([5, 6]);
  });

  it('is what comes to a history that has begun anew, though more was seen of the one before', async () => {
    const at = await bench();
    await at.tell(online, { type: 'seen', offset: 1000 }, inRoom({ entries: saidFrom(1, 5) }));
    expect(at.seen).toEqual([]);
    await at.tell({ type: 'entries', entries: [said(6)] });
    await vi.waitFor(() => expect(at.seen).toEqual([6]));
    expect(rows(at)).toEqual([1, 2, 3, 4, 5, 'New', 6]);
  });

  it('is nothing of its reader’s own, and nothing where all was seen', async () => {
    const at = await bench();
    await at.tell(online, { type: 'seen', offset: 2 }, inRoom({ entries: [said(1), said(2), mine(3), said(4)] }));
    expect(rows(at)).toEqual([1, 2, 3, 'New', 4]);
    await at.tell({ type: 'seen', offset: 4 });
    expect(rows(at)).not.toContain('New');
  });

  it('is not seen while the page is hidden, and stands below the divider when it is shown again', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(1, 2) }));
    expect(at.seen).toEqual([2]);
    const hidden = hide(true);
    await at.tell({ type: 'entries', entries: [said(3)] });
    expect(at.seen).toEqual([2]);
    hidden.mockReturnValue(false);
    at.panel.tell({ type: 'back' });
    await settled();
    expect(rows(at)).toEqual([1, 2, 'New', 3]);
    await vi.waitFor(() => expect(at.seen).toEqual([2, 3]));
    hidden.mockRestore();
  });

  it('is not seen by whoever reads older entries, one branch alone, or a log', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(1, 700) }));
    expect(at.seen).toEqual([700]);
    await at.wish({ type: 'page', towards: 'older' });
    await at.tell({ type: 'entries', entries: [said(701)] });
    expect(at.seen).toEqual([700]);
    await at.wish({ type: 'page', towards: 'newest' });
    expect(at.seen).toEqual([700, 701]);
    await at.tell({ type: 'thread', about: key() }, { type: 'entries', entries: [said(702, { about: key() })] });
    expect(at.seen).toEqual([700, 701]);
    await at.tell({ type: 'thread', about: null });
    expect(at.seen).toEqual([700, 701, 702]);
    at.panel.tell({ type: 'log-opened', run: 'run-1' as never });
    await at.tell({ type: 'entries', entries: [said(703)] });
    expect(at.seen).toEqual([700, 701, 702]);
  });

  it('lets its reader go on to the end, where more is new than can be seen at once', async () => {
    const at = await bench();
    // The divider stands at 200 of 500 pixels, of which 100 are seen.
    const layout = [
      vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100),
      vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(500),
      vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function rect(this: Element) {
        return new DOMRect(0, this.matches('.divider.new') ? 200 - one(at.panel, '.scroller').scrollTop : 0);
      }),
    ];
    await at.tell(online, { type: 'seen', offset: 1 }, inRoom({ entries: saidFrom(1, 5) }));
    await vi.waitFor(() => expect(words(one(at.panel, '.newest'))).toBe('Newest'));
    const scroller = one(at.panel, '.scroller');
    expect(scroller.scrollTop).toBe(200);
    scroller.scrollTop = 400;
    scroller.dispatchEvent(new Event('scroll'));
    await settled();
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await settled();
    expect(scroller.scrollTop).toBeGreaterThanOrEqual(400);
    expect(all(at.panel, '.newest')).toEqual([]);
    for (const each of layout) each.mockRestore();
  });
});
