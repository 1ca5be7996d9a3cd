import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { DeviceId, Offset, PersonId, RepositoryId, RoomId } from '../../protocol/model/ids.ts';

/** What is kept, by kind. Each thing has a version, which rises by one with each put; 0 is that of a thing that is not there. */
export interface Things {
  room: { readonly id: RoomId; readonly name: string; readonly repositories: readonly RepositoryId[] };
  person: { readonly id: PersonId; readonly name: string; readonly owner: boolean };
  /** By the SHA-256 of the token, in hex: the token itself is not kept. */
  token: {
    readonly person: PersonId;
    readonly createdAt: number;
    readonly device?: DeviceId;
    /** What the device calls itself: `VS Code 1.139.1`. */
    readonly name?: string;
    readonly usedAt?: number;
    readonly revokedAt?: number;
  };
  /** A one-time code, by its SHA-256. */
  code: {
    readonly person: PersonId;
    readonly expiresAt: number;
    readonly usedAt?: number;
    /** It shows a chat who its asker is, and buys no token: it is short enough to be typed. */
    readonly pairs?: boolean;
  };
  card: Card;
  run: { readonly room: RoomId; readonly about: CardKey; readonly run: CiRun; readonly handle?: string };
  /** What people were last told of a branch, by the card's id. */
  told: { readonly health: 'failing' | 'passing' };
  /** Who somebody is on a forge, by `FORGE/PERSON`. No token of theirs is kept. */
  account: {
    readonly person: PersonId;
    readonly forge: string;
    readonly account: string;
    readonly login: string;
    /** They have shown it there; otherwise they have only said so. */
    readonly proved: boolean;
    readonly at: number;
  };
  /** Whose a chat user is, by `PLATFORM:TEAM/USER`: of somebody who showed both, by pairing. Who has not is their own person, of that id. */
  identity: {
    readonly person: PersonId;
    readonly name: string;
    /** As the platform last told it: guests and strangers only read. */
    readonly member: boolean;
    readonly at: number;
  };
  /** A deed that happens once, by the card's id and the deed's key. While it is under way, and after it was done, nobody begins it again. */
  deed: { readonly by: string; readonly at: number; readonly state: 'under-way' | 'done' | 'refused' };
  /** What somebody wants, by their id. */
  preference: { readonly mutes: readonly CardKey[] };
  /** Messages that are told together, later: by platform, channel and `dueAt`. */
  digest: {
    readonly platform: string;
    readonly channel: string;
    /** `quiet`: the route keeps quiet until then. `stale`: they had waited for so long that nobody wants them one by one ([C7]). */
    readonly reason: 'quiet' | 'stale';
    readonly dueAt: number;
    /** The oldest first, at most 50; `more` tells of how many others. */
    readonly items: readonly {
      readonly at: number;
      readonly text: string;
      readonly about?: CardKey;
      /** Whose words they are, in the room’s feed: they follow when these are changed or taken back. */
      readonly entry?: Offset;
    }[];
    readonly more: number;
  };
  /** How far a channel was read, by `platform/channel`. */
  bookmark: { readonly message: string };
  /** The card on whose message a thread hangs, by `platform/channel/message`. */
  thread: { readonly about: CardKey };
  /** What was answered under a key, so that a repeat gets the same. `hash` tells a repeat from a misuse of the key. */
  outcome: {
    readonly hash: string;
    readonly at: number;
    readonly outcome: unknown;
    readonly offsets: readonly Offset[];
  };
}
