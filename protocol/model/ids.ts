import * as z from 'zod/mini';

/** Text that holds no control character, which includes NUL, CR and LF, and no half of a surrogate pair, which no store could keep apart. */
const clean = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^[^\p{Cc}\p{Cs}]+$/u));

/** A room's name on the wire: a slug that its operator chose or that was made from the repository's name. */
export const RoomId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,79}$/))
  .brand<'RoomId'>();
export type RoomId = z.infer<typeof RoomId>;

/** `host/owner/name` of `origin` in lower case, or `root:` and the root commit's id where there is no remote. */
export const RepositoryId = clean(300).brand<'RepositoryId'>();
export type RepositoryId = z.infer<typeof RepositoryId>;

/** A branch's short name, without `refs/heads/`. Hostile names are legal in git, so it is data and never an argument by itself. */
export const BranchName = clean(255).brand<'BranchName'>();
export type BranchName = z.infer<typeof BranchName>;

/** A full commit id, SHA-1 or SHA-256, in lower case. */
export const Sha = z
  .string()
  .check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/))
  .brand<'Sha'>();
export type Sha = z.infer<typeof Sha>;

/** A person: a slug of the bridge's own, or `slack:TEAM/USER` for somebody who has not paired. */
export const PersonId = clean(120).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** One editor window or browser page. Made by the client once, and kept by it. */
export const DeviceId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{8,64}$/))
  .brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

/** One CI run, unique over all providers of the bridge. */
export const RunId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_:./-]{1,200}$/))
  .brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

/** The sender's id of one request with an effect: a UUIDv7, under which it happens at most once. */
export const Mid = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))
  .brand<'Mid'>();
export type Mid = z.infer<typeof Mid>;

/** A feed's incarnation: 128 random bits in hex. A new one means that offsets of the old one say nothing. */
export const Epoch = z
  .string()
  .check(z.regex(/^[0-9a-f]{32}$/))
  .brand<'Epoch'>();
export type Epoch = z.infer<typeof Epoch>;

/** An entry's place in its room's feed: 1, 2, 3 … without a gap. 0 is the place before the first. */
export const Offset = z.int().check(z.nonnegative());
export type Offset = z.infer<typeof Offset>;

/** Epoch milliseconds by the bridge's clock, wherever the wire says a time. */
export const Instant = z.int().check(z.nonnegative());
export type Instant = z.infer<typeof Instant>;

/** A position in a room's feed that a client can resume from. */
export const Cursor = z.object({ room: RoomId, epoch: Epoch, offset: Offset });
export type Cursor = z.infer<typeof Cursor>;
