import type { Delivery } from '../../ports/store.ts';

/** What became of a delivery, in words. */
export function resultOf(delivery: Delivery): string {
  const { task, state } = delivery;
  const where = `${task.platform} ${task.channel}`;
  switch (state) {
    case 'sent':
      return sent(delivery, where);
    case 'waiting':
      return waiting(delivery, where);
    case 'unsure':
      return `${where}: perhaps posted; it is looked for before it is sent again`;
    case 'dead':
      return `${where}: not posted, for ${delivery.reason ?? 'a reason that is not kept'}`;
    case 'superseded':
      return `${where}: not posted; ${delivery.reason ?? 'it was taken back, or is told in a digest'}`;
  }
}

function sent({ task, posted, sentAt, reason }: Delivery, where: string): string {
  const removed = task.type === 'message' && task.message === undefined;
  const at = sentAt === undefined ? '' : ` at ${instant(sentAt)}`;
  const what = removed ? 'taken away' : 'posted';
  const as = posted === undefined || removed ? '' : `, as ${posted}`;
  return `${where}: ${what}${at}${as}${reason === undefined ? '' : ` (${reason})`}`;
}

function waiting({ sent: shown, wanted, attempts, notBefore, calmUntil = 0, reason }: Delivery, where: string): string {
  const due = Math.max(notBefore, calmUntil);
  const until = due > 0 ? `, until ${instant(due)} at the earliest` : '';
  const behind = shown > 0 && shown < wanted ? `; it shows version ${shown} of ${wanted}` : '';
  const tries = attempts > 0 ? `, after ${attempts} failed ${attempts === 1 ? 'try' : 'tries'}` : '';
  return `${where}: waits${until}${tries}${behind}${reason === undefined ? '' : ` (${reason})`}`;
}

/** A time as everybody reads it alike: of whichever zone the reader is. */
const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
