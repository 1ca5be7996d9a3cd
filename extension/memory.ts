import * as z from 'zod/mini';
import { DeviceId, type RepositoryId, type RoomId } from '../protocol/model/ids.ts';
import { Origin } from './connection/address.ts';
import type { SharingMode } from './sources/share.ts';

/** The part of VS Code's Memento that is used. */
export interface Keep {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** What may leave, each with a message of its own that its user sees first. The names of files go beside a status. */
export type Shared = Exclude<SharingMode, 'off'> | 'files';

/** What this workspace remembers of its user's wishes. Nothing in it is secret. */
export interface Memory {
  /** Minted once for each workspace, and kept. */
  device(): DeviceId;
  /** Rises with each call, across restarts and whatever the clock does meanwhile. */
  counter(now: number): number;
  last(): Origin | undefined;
  /** Whether the user has disconnected, and wants to be left alone. */
  left(): boolean;
  connected(to: Origin): Promise<void>;
  leave(): Promise<void>;
  /** Whether sharing is paused now. A pause with an end is over by itself then, in whichever window. */
  paused(): boolean;
  /** When the pause ends, or has ended without anybody having been told. */
  pausedUntil(): number | undefined;
  /** Pauses until an instant, or until it is resumed; `false` resumes. */
  pause(until: number | boolean): Promise<void>;
  /** Whether the user has seen and agreed to what this repository tells this bridge: another bridge is another audience. */
  agreed(origin: Origin, repository: RepositoryId, what: Shared): boolean;
  agree(origin: Origin, repository: RepositoryId, what: Shared): Promise<void>;
  /** What a workflow was last started with here, by the inputs' names. */
  inputs(workflow: string): Readonly<Record<string, string>>;
  keepInputs(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>;
  /** The newest entry of a room that the user has seen in this workspace. */
  seen(room: RoomId): number | undefined;
  keepSeen(room: RoomId, offset: number): Promise<void>;
}

const Agreements = z.array(z.string());
const Inputs = z.record(z.string(), z.string());
const Count = z.int().check(z.nonnegative());

/** What is kept is parsed, and what cannot be read counts as never said. */
export function createMemory(keep: Keep, mintDevice: () => DeviceId, now: () => number): Memory {
  const agreements = (): readonly string[] => z.safeParse(Agreements, keep.get('agreed')).data ?? [];
  const pausedUntil = (): number | undefined => z.safeParse(Count, keep.get('paused')).data;
  const minted = z.safeParse(DeviceId, keep.get('device')).data;
  const device = minted ?? mintDevice();
  if (!minted) void Promise.resolve(keep.update('device', device)).catch(() => undefined);
  return {
    device: () => device,
    counter(at) {
      const next = Math.max(at, (z.safeParse(Count, keep.get('counter')).data ?? 0) + 1);
      void Promise.resolve(keep.update('counter', next)).catch(() => undefined);
      return next;
    },
    last: () => z.safeParse(Origin, keep.get('bridge')).data,
    left: () => keep.get('left') === true,
    async connected(to) {
      await keep.update('bridge', to);
      await keep.update('left', undefined);
    },
    async leave() {
      await keep.update('left', true);
    },
    paused() {
      const until = pausedUntil();
      return until === undefined ? keep.get('paused') === true : now() < until;
    },
    pausedUntil,
    async pause(until) {
      await keep.update('paused', until === false ? undefined : until);
    },
    agreed(origin, repository, what) {
      const all = agreements();
      // Who lets the status out lets out where they are with it.
      const kinds = what === 'presence' ? (['presence', 'status'] as const) : [what];
      return kinds.some((kind) => all.includes(agreement(origin, repository, kind)));
    },
    async agree(origin, repository, what) {
      const all = new Set([...agreements(), agreement(origin, repository, what)]);
      await keep.update('agreed', [...all]);
    },
    inputs: (workflow) => z.safeParse(Inputs, keep.get(`inputs ${workflow}`)).data ?? {},
    async keepInputs(workflow, inputs) {
      await keep.update(`inputs ${workflow}`, inputs);
    },
    seen: (room) => z.safeParse(Count, keep.get(`seen ${room}`)).data,
    async keepSeen(room, offset) {
      await keep.update(`seen ${room}`, offset);
    },
  };
}

/** The status has no word of its own: it was once all that there was to agree to. */
const agreement = (origin: Origin, repository: RepositoryId, what: Shared): string =>
  `${origin} ${repository}${what === 'status' ? '' : ` ${what}`}`;
