import { describe, expect, it, vi } from 'vitest';
import { createLazyWindow } from '../../extension/lazy-window.ts';
import type { OpenWindow } from '../../extension/window.ts';

/** A window whose loading goes as a test says. */
function scene() {
  const window = { dispose: vi.fn<() => void>() } as unknown as OpenWindow;
  const said: string[] = [];
  let wrong: Error | undefined;
  const lazy = createLazyWindow(
    async () => {
      said.push('load');
      if (wrong) throw wrong;
      return () => {
        said.push('open');
        return window;
      };
    },
    () => said.push('step aside'),
  );
  return { lazy, window, said, fail: (why: string | undefined) => (wrong = why === undefined ? why : new Error(why)) };
}

describe('a window that is opened when there is a reason', () => {
  it('is opened once, however many ask at one time', async () => {
    const { lazy, window, said } = scene();
    const all = await Promise.all([lazy.open(), lazy.open(), lazy.open()]);
    expect([new Set(all), said]).toEqual([new Set([window]), ['load', 'step aside', 'open']]);
  });

  it('tells why it could not be loaded, and is tried again by whoever asks next', async () => {
    const { lazy, window, said, fail } = scene();
    fail('The file is not there.');
    const [one, other] = await Promise.allSettled([lazy.open(), lazy.open()]);
    expect([one.status, other.status, said]).toEqual(['rejected', 'rejected', ['load']]);
    expect(lazy.isOpen()).toBe(false);
    fail(undefined);
    expect(await lazy.open()).toBe(window);
    expect(said).toEqual(['load', 'load', 'step aside', 'open']);
  });

  it('is not opened any more once it is over', async () => {
    const { lazy, window, said } = scene();
    const opening = lazy.open();
    lazy.dispose();
    await expect(opening).rejects.toThrow('closed');
    await expect(lazy.open()).rejects.toThrow('closed');
    expect([said.includes('open'), vi.mocked(window.dispose).mock.calls]).toEqual([false, []]);
  });
});
