import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Workbench } from './workbench.ts';

/** Where pictures go. */
export const shots = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');

/** What the tests of a file began, by whichever word it ends; nothing where they did not come so far. */
type Begun = Readonly<Partial<Record<'close' | 'stop' | 'end' | 'remove', () => unknown>>> | undefined;

/** Ends all of this in this order once the tests of a file are through, also where one of it fails to end. */
export function endAll(begun: () => readonly Begun[]): void {
  afterAll(async () => {
    const failed: unknown[] = [];
    for (const each of begun()) await end(each).catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw new AggregateError(failed, 'not all has ended');
  });
}

async function end(each: Begun): Promise<void> {
  await each?.close?.();
  await each?.stop?.();
  await each?.end?.();
  await each?.remove?.();
}

/** Leaves pictures of these windows where a test failed, as they stand and with what they have told: `NAME-failed-1.png`, `NAME-failed-1-told.png`. */
export function pictureFailures(name: string, windows: () => readonly (Workbench | undefined)[]): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    // One that is gone, or takes no keys, has no picture.
    for (const [at, window] of windows().entries())
      await pictured(window, join(shots, `${name}-failed-${at + 1}`)).catch(() => undefined);
  });
}

async function pictured(window: Workbench | undefined, path: string): Promise<void> {
  await window?.screenshot(`${path}.png`);
  await window?.command('Notifications: Show Notifications');
  await window?.screenshot(`${path}-told.png`);
  await window?.command('Notifications: Clear All Notifications');
}
