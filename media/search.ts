import { windowOf } from './pages.ts';
import type { PanelState } from './state.ts';

/** So many entries of one branch are looked for unbidden, and so many times: there may be none. */
const wanted = 20;
const mostPages = 10;

/** Whether older entries are to be asked for, because too little is known of the branch that is shown alone. */
export function searches(state: PanelState): boolean {
  const { thread, room, reading, unread, searched, connection } = state;
  if (thread === null || !room?.more || reading !== undefined || unread !== undefined) return false;
  if (connection.state !== 'online' || searched >= mostPages) return false;
  const { entries, older } = windowOf(state);
  return older + entries.length < wanted;
}
