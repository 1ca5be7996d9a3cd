import type { ReadWall } from '../../domain/quiet.ts';
import type { Channel, Notify, Route } from '../../domain/route.ts';
import { createWallClock } from './wall-clock.ts';

/** A repository's own file of routes: only its routes, or why it cannot be read, with line and column. */
export type RoutesRead = { readonly routes: readonly Route[] } | { readonly problem: string };

/** What the bridge's own settings say of routes. */
export interface Routing {
  readonly routes: readonly Route[];
  /** Every channel that the settings name: no repository may name another. */
  readonly channels: readonly Channel[];
  /** Where the room's words go that are about no branch. */
  readonly home: readonly Channel[];
  readonly wall: ReadWall;
  /** Reads the text of a repository's file. */
  readonly read: (text: string) => RoutesRead;
}

/** Without any settings: one route, by which these channels are told of everything that a human should notice. Repositories have no say. */
export const routingTo = (home: readonly Channel[], notify: Notify = 'change'): Routing => ({
  routes: home.length > 0 ? [{ name: 'default', channels: home, people: [], notify }] : [],
  channels: home,
  home,
  wall: createWallClock(),
  read: () => ({ routes: [] }),
});
