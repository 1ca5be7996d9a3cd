import * as z from 'zod/mini';
import { DeviceId, type RepositoryId } from '../protocol/model/ids.ts';
import { Origin } from './connection/address.ts';

/** The part of VS Code's Memento that is used. */
export interface Keep {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

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
  paused(): boolean;
  pause(paused: boolean): Promise<void>;
  /** Whether the user has seen and agreed to what this repository tells this bridge: another bridge is another audience. */
  agreed(origin: Origin, repository: RepositoryId): boolean;
  agree(origin: Origin, repository: RepositoryId): Promise<void>;
  /** What a workflow was last started with here, by the inputs' names. */
  inputs(workflow: string): Readonly<Record<string, string>>;
  keepInputs(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>;
}

const Agreements = z.array(z.string());
const Inputs = z.record(z.string(), z.string());
const Count = z.int().check(z.nonnegative());

/** What is kept is parsed, and what cannot be read counts as never said. */
export function createMemory(keep: Keep, mintDevice: () => DeviceId): Memory {
  const agreements = (): readonly string[] => z.safeParse(Agreements, keep.get('agreed')).data ?? [];
  const minted = z.safeParse(DeviceId, keep.get('device')).data;
  const device = minted ?? mintDevice();
  if (!minted) void Promise.resolve(keep.update('device', device)).catch(() => undefined);
  return {
    device: () => device,
    counter(now) {
      const next = Math.max(now, (z.safeParse(Count, keep.get('counter')).data ?? 0) + 1);
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
    paused: () => keep.get('paused') === true,
    async pause(paused) {
      await keep.update('paused', paused || undefined);
    },
    agreed: (origin, repository) => agreements().includes(agreement(origin, repository)),
    async agree(origin, repository) {
      const all = new Set([...agreements(), agreement(origin, repository)]);
      await keep.update('agreed', [...all]);
    },
    inputs: (workflow) => z.safeParse(Inputs, keep.get(`inputs ${workflow}`)).data ?? {},
    async keepInputs(workflow, inputs) {
      await keep.update(`inputs ${workflow}`, inputs);
    },
  };
}

const agreement = (origin: Origin, repository: RepositoryId): string => `${origin} ${repository}`;
