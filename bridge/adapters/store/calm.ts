import type { Delivery, NewDelivery } from '../../ports/store.ts';

/** How calmly a row waits; of 0, it is urgent. Absent while nothing was asked for since it was leased. */
export type Calm = { readonly ms: number; readonly until: number } | undefined;

export const urgent = { ms: 0, until: 0 } as const;

/** How calmly it waits after one more wish. Nothing calmer holds what is urgent, and of two calm wishes the earlier counts. */
export function calmer(
  before: Calm,
  { calmMs = 0, queuedAt }: Pick<NewDelivery, 'calmMs' | 'queuedAt'>,
  sentAt = 0,
): Calm {
  if (calmMs === 0) return urgent;
  const until = Math.max(queuedAt, sentAt) + calmMs;
  if (!before) return { ms: calmMs, until };
  return before.ms === 0 ? before : { ms: Math.min(before.ms, calmMs), until: Math.min(before.until, until) };
}

/** What was asked for while it was sent waits from then on. */
export const calmAfter = (calm: Calm, at: number): Calm =>
  calm && calm.ms > 0 ? { ms: calm.ms, until: Math.max(calm.until, at + calm.ms) } : urgent;

/** As a delivery tells of it. */
export const calmUntil = (calm: Calm): Pick<Delivery, 'calmUntil'> =>
  calm && calm.ms > 0 ? { calmUntil: calm.until } : {};
