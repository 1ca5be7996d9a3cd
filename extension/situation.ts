import type { Card, CardKey } from '../protocol/model/card.ts';
import type { Sha } from '../protocol/model/ids.ts';
import { newestCommit } from '../protocol/model/newest-commit.ts';
import type { CiRun } from '../protocol/model/run.ts';
import type { Overlap } from '../protocol/model/presence.ts';
import type { Connection, RoomView } from '../protocol/wire/panel.ts';
import type { Origin } from './connection/address.ts';
import type { State } from './contributions/states.ts';
import type { Checkout } from './sources/checkout.ts';
import type { Decision, SharingMode } from './sources/share.ts';
import type { TestRun } from './sources/tests/test-run.ts';

/** How everything stands at one instant: what the views show, and what the commands need. */
export interface Situation {
  readonly trusted: boolean;
  readonly folder: boolean;
  readonly git: 'starting' | 'off' | 'no-repository' | 'found';
  readonly checkout: Checkout | undefined;
  readonly tests: TestRun | undefined;
  /** That the user has chosen no source of test results. */
  readonly unheard?: boolean;
  readonly decision: Decision;
  /** Why nothing of this repository is taken by the room, which has refused it: the room does not follow it. */
  readonly unfollowed?: string | undefined;
  /** Whether the user has paused sharing, whatever else keeps this branch back. */
  readonly paused: boolean;
  /** When a pause ends by itself, if it does. */
  readonly pausedUntil?: number | undefined;
  readonly mode: SharingMode;
  /** Files that others have changed too. */
  readonly overlaps: readonly Overlap[];
  readonly connection: Connection;
  readonly origin: Origin | undefined;
  readonly room: RoomView | undefined;
}

/** The situation in one word: the first thing that is missing, or how the bridge stands. */
export function stateOf({ trusted, folder, git, connection }: Situation): State {
  if (!trusted) return 'untrusted';
  if (!folder && git !== 'found') return 'no-folder';
  if (git === 'starting') return 'starting';
  if (git === 'off') return 'no-git';
  if (git === 'no-repository') return 'no-repository';
  return connection.state;
}

/** What the branch that is checked out here is called in the room; undefined where there is none. */
export function hereOf({ checkout }: Pick<Situation, 'checkout'>): CardKey | undefined {
  if (checkout?.at.state !== 'branch') return undefined;
  return { repository: checkout.repository, branch: checkout.at.branch };
}

/** The card of the branch that is checked out here. */
export function cardOf(situation: Pick<Situation, 'checkout' | 'room'>): Card | undefined {
  const here = hereOf(situation);
  return situation.room?.cards.find(({ key }) => key.repository === here?.repository && key.branch === here.branch);
}

/**
 * The commit to which something asked for a run is bound: the branch's newest as it is shown, where the run is of it. Whoever acts on an
 * older run sees that it is one, and does not mind that the branch goes on.
 */
export function boundTo(
  { checkout }: Pick<Situation, 'checkout'>,
  card: Card,
  run: Pick<CiRun, 'commit'>,
): Sha | undefined {
  const here = hereOf({ checkout });
  const own = here?.repository === card.key.repository && here.branch === card.key.branch;
  const shown = newestCommit(card) ?? (own && checkout?.at.state === 'branch' ? checkout.at.head : undefined);
  return shown === undefined || shown === run.commit ? run.commit : undefined;
}
