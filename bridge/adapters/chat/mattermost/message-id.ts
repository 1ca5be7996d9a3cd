/**
 * Mattermost's ids say nothing of order, and whoever keeps a bookmark compares ids. So a message is named here by the time at which it was
 * made, and then by its id: `1700000000000-8jmfzqkaw7bezdszdxc6y9cnoe`. The time of a post never changes.
 */
export const messageId = ({ id, create_at }: { readonly id: string; readonly create_at: number }): string =>
  `${String(create_at).padStart(13, '0')}-${id}`;

/** Mattermost's own id of a message. */
export const postIdOf = (message: string): string => message.slice(message.indexOf('-') + 1);

/** When a message was made, in epoch milliseconds. */
export function madeAt(message: string): number {
  const at = Number(message.slice(0, Math.max(message.indexOf('-'), 0)));
  return Number.isSafeInteger(at) ? at : 0;
}
