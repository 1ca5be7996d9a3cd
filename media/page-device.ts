import { DeviceId } from '../protocol/model/ids.ts';
import type { PageKeep } from './page-keep.ts';

/** The part of the page's locks that is used; absent where the page is not served securely. */
export interface Locks {
  request(name: string, options: { ifAvailable: true }, held: (lock: unknown) => unknown): Promise<unknown>;
}

/**
 * This tab's own device. A duplicated tab inherits the storage of the first, and two tabs under one name would take the
 * session from each other; so a tab holds a lock on its name, and whoever does not get it takes a new one.
 */
export async function claimDevice(keep: PageKeep, locks: Locks | undefined, mint: () => string): Promise<DeviceId> {
  const known = keep.device();
  if (known && (await hold(known, locks))) return known;
  const fresh = DeviceId.parse(mint());
  keep.setDevice(fresh);
  await hold(fresh, locks);
  return fresh;
}

/** Whether the name is this tab's from now on until it is closed. */
function hold(device: DeviceId, locks: Locks | undefined): Promise<boolean> {
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const answer = locks.request(`shiproom.device ${device}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
    answer.catch(() => resolve(true));
  });
}
