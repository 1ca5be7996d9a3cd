import type { Card } from '../../protocol/model/card.ts';
import type { RoomState } from '../../protocol/wire/methods.ts';
import type { World } from '../app/world.ts';
import type { Caller } from './calls.ts';
import { fittingCard, notification, overlapFrame } from './frames.ts';
import type { Hub, Listener } from './hub.ts';
import type { Rooms } from './rooms.ts';
import type { Session } from './session.ts';

/** A session on its way into its rooms: it hears of everything from now on, and is sent nothing before hello is answered. */
export interface Entering {
  /** Hello is on its way: sends what was held back, and what the rooms have said since they were read ([B3]). */
  answered(rooms: readonly RoomState[], later: readonly Card[]): void;
}

/** `seen`: whether it is in the list of people from the start. */
export function enter(world: World, rooms: Rooms, session: Session, caller: Caller, seen: boolean): Entering {
  let held: Buffer[] | undefined = [];
  const send = (frame: Buffer): void => {
    if (held) held.push(frame);
    else session.out.send(frame);
  };
  const joined = [...rooms.hubs()].map(
    ([room, hub]): { room: string; hub: Hub; listener: Listener; leave: () => void } => {
      const listener: Listener = {
        last: undefined,
        person: caller.person.id,
        send,
        drained: () => session.out.drained(),
      };
      return { room, hub, listener, leave: hub.add(listener) };
    },
  );
  const leaveRoster = world.roster.enter({ person: caller.person, device: caller.device, window: caller.window, seen });
  session.onEnd(() => {
    for (const { leave } of joined) leave();
    leaveRoster();
  });

  return {
    answered(states, later) {
      const first = states[0];
      if (first)
        for (const card of later)
          session.out.send(notification('card/changed', { room: first.room, card: fittingCard(card) }));
      for (const frame of held ?? []) session.out.send(frame);
      held = undefined;
      for (const { room, hub, listener } of joined) {
        const state = states.find((each) => each.room === room);
        if (!state) continue;
        const overlaps = world.roster.overlaps(caller.person.id);
        if (overlaps.length > 0) session.out.send(overlapFrame(hub.room, overlaps));
        listener.last = state.entries.at(-1)?.offset ?? state.top;
        hub.catchUp(listener).catch((error: unknown) => {
          world.log.error('a session could not be brought up to date', { room, error });
          session.end('internal');
        });
      }
    },
  };
}
