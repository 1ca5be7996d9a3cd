import type { Card } from '../../protocol/model/card.ts';
import type { LocalTests } from '../../protocol/model/work.ts';
import type { RoomView } from '../../protocol/wire/panel.ts';
import { Origin } from '../../extension/connection/address.ts';
import type { Situation } from '../../extension/situation.ts';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { decide } from '../../extension/sources/share.ts';
import { key, person, repository, room, sha } from '../support/samples.ts';

export const origin = Origin.parse('http://127.0.0.1:7420');

/** A checkout in which each number is another. */
export const checkout = (part: Partial<Checkout> = {}): Checkout => ({
  repository,
  root: '/work/place',
  at: { state: 'branch', branch: key().branch, head: sha('a'), upstream: 'origin/feat/login', ahead: 21, behind: 22 },
  changes: { staged: 11, unstaged: 12, untracked: 13, conflicted: 14 },
  ...part,
});

export const localTests = (part: Partial<LocalTests> = {}): LocalTests => ({
  task: 'npm: test',
  outcome: 'failed',
  commit: sha('c'),
  dirty: true,
  endedAt: 31_000,
  counts: { passed: 41, failed: 42, skipped: 43 },
  ...part,
});

export const card = (part: Partial<Card> = {}): Card => ({
  key: key(),
  version: 1,
  updatedAt: 1,
  work: [],
  ci: [],
  ...part,
});

export const roomView = (part: Partial<RoomView> = {}): RoomView => ({
  room,
  name: 'Web',
  me: person('Ana'),
  entries: [],
  more: false,
  reloaded: false,
  cards: [],
  people: [],
  commands: [],
  ...part,
});

/** A window that is online, and shares. */
export function situation(part: Partial<Situation> = {}): Situation {
  const here = 'checkout' in part ? part.checkout : checkout();
  const paused = part.paused ?? false;
  return {
    trusted: true,
    folder: true,
    git: 'found',
    checkout: here,
    tests: undefined,
    decision: decide(here, part.tests?.told, {
      trusted: true,
      agreed: true,
      paused,
      mode: part.mode ?? 'status',
      privateBranches: [],
    }),
    mode: 'status',
    overlaps: [],
    paused,
    connection: { state: 'online' },
    origin,
    room: roomView(),
    ...part,
  };
}
