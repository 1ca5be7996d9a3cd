import type { OpenWindow } from './window.ts';

/** A window that is opened once, when there is first a reason to; where that fails, with the next reason. */
export interface LazyWindow {
  /** The open window; it is opened if it was not. */
  open(): Promise<OpenWindow>;
  isOpen(): boolean;
  dispose(): void;
}

/** `load` brings the means to open one; `opening` is called just before that, so that what stood in for the window can step aside. */
export function createLazyWindow(load: () => Promise<() => OpenWindow>, opening: () => void): LazyWindow {
  let window: Promise<OpenWindow> | undefined;
  let opened: OpenWindow | undefined;
  let over = false;
  const begin = async (): Promise<OpenWindow> => {
    const make = await load();
    if (over) throw new Error('This window is being closed.');
    opening();
    opened = make();
    return opened;
  };
  return {
    open() {
      window ??= begin().catch((error: unknown) => {
        // Whoever asks next tries anew.
        window = undefined;
        throw error;
      });
      return window;
    },
    isOpen: () => window !== undefined,
    dispose() {
      over = true;
      opened?.dispose();
    },
  };
}
