import type { Overlap } from '../protocol/model/presence.ts';
import type { Params, Result, RoomState } from '../protocol/wire/methods.ts';
import type { NewsHandlers } from './link.ts';
import { enter, type Held, type Step, takeCard, takeEntries, takePeople, takeSources } from './room-view.ts';
import type { SessionOptions } from './session.ts';

/** The one room that a session shows, from one hello to the next. */
export interface FollowedRoom {
  /** Undefined before the first hello. */
  held(): Held | undefined;
  overlaps(): readonly Overlap[];
  /** What to say hello with. */
  cursors(): Params<'session/hello'>['cursors'];
  /** The cursor is worth nothing any more. */
  forget(): void;
  /** One room is shown: the one that was, or the first. */
  of(hello: Result<'session/hello'>): RoomState | undefined;
  /** Takes the room as hello brought it; false where it cannot be so. */
  enter(state: RoomState, hello: Result<'session/hello'>): boolean;
  offline(): void;
  readonly news: Omit<NewsHandlers, 'session/tick'>;
}

/** `behind` is told where news is missing, so that the feed has to be resumed. */
export function createFollowedRoom(tell: SessionOptions['tell'], behind: () => void): FollowedRoom {
  let held: Held | undefined;
  let overlaps: readonly Overlap[] = [];
  let forgotten = false;

  function take(step: Step): void {
    held = step.held;
    for (const event of step.events) tell(event);
  }

  function change<S extends Step>(room: string, make: (now: Held) => S): S | undefined {
    if (held?.view.room !== room) return undefined;
    const step = make(held);
    take(step);
    return step;
  }

  function overlap(next: readonly Overlap[]): void {
    overlaps = next;
    tell({ type: 'overlaps', overlaps });
  }

  return {
    held: () => held,
    overlaps: () => overlaps,
    cursors: () => (held && !forgotten ? [{ room: held.view.room, ...held.at }] : []),
    forget() {
      forgotten = true;
    },
    of: ({ rooms }) => rooms.find(({ room }) => room === held?.view.room) ?? rooms[0],
    enter(state, { person }) {
      const before = held?.view.room === state.room ? held : undefined;
      const step = enter(before, forgotten ? undefined : before?.at, person, state);
      if (!step) return false;
      forgotten = false;
      take(step);
      return true;
    },
    offline() {
      if (overlaps.length > 0) overlap([]);
    },
    news: {
      'feed/entries': ({ room, epoch, entries }) => {
        if (change(room, (now) => takeEntries(now, epoch, entries))?.hole) behind();
      },
      'card/changed': ({ room, card }) => void change(room, (now) => takeCard(now, card)),
      'sources/changed': ({ room, sources }) => void change(room, (now) => takeSources(now, sources)),
      'presence/changed': ({ room, people }) => void change(room, (now) => takePeople(now, people)),
      'presence/overlaps': ({ room, overlaps: told }) => {
        if (held?.view.room === room) overlap(told);
      },
    },
  };
}
