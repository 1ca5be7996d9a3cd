import type { Sha } from '../../../../protocol/model/ids.ts';
import { addressOf, runOf, type Spot } from '../../jenkins/job-path.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { JenkinsClient } from './client.ts';
import {
  type Build,
  Build as BuildShape,
  Builds,
  buildTree,
  Description,
  itemTree,
  PendingInputs,
  QueueItem,
  queueTree,
  type Stage,
} from './schema.ts';

/** What was put into the queue, and the build that it has become. */
export interface Asked {
  readonly run: RunId;
  readonly spot: Spot;
  readonly queueId: number;
  /** While it waits; undefined where it has been forgotten, or has become a build. */
  readonly item: QueueItem | undefined;
  readonly build: Build | undefined;
  /** Of a pipeline. */
  readonly stages: readonly Stage[];
  readonly waits: PendingInputs;
  /** The commit that it was started for, where it was started here. */
  readonly wished?: Sha | undefined;
}

/** Finds what a place in the queue has become. */
export type ReadBuild = (spot: Spot, queueId: number, wished?: Sha) => Promise<Asked | undefined>;

/** So many builds are remembered by their place in the queue. */
const keptNumbers = 1000;

export function createReadBuild(client: JenkinsClient): ReadBuild {
  const numbers = new Map<string, number>();
  const keep = (key: string, number: number): number => {
    numbers.set(key, number);
    const [oldest] = numbers.keys();
    if (numbers.size > keptNumbers && oldest !== undefined) numbers.delete(oldest);
    return number;
  };

  return async (spot, queueId, wished) => {
    const at = addressOf(spot.path);
    const key = `${at} ${queueId}`;
    const run = runOf(spot.path, queueId);
    if (run === undefined) return undefined;
    const nothing = { run, spot, queueId, item: undefined, build: undefined, stages: [], waits: [], wished };
    const item = numbers.has(key) ? undefined : await client.find(`/queue/item/${queueId}`, QueueItem, itemTree);
    const begun = item?.executable?.number;
    if (item && typeof begun !== 'number') return { ...nothing, item };
    const number = begun ?? numbers.get(key) ?? (await numberOf(client, at, queueId));
    const build = number === undefined ? undefined : await client.find(`${at}/${number}`, BuildShape, buildTree);
    // A number is given to another build where somebody has made the job anew.
    if (number === undefined || !build || (build.queueId ?? queueId) !== queueId) return undefined;
    keep(key, number);
    const said = await client.find(`${at}/${number}/wfapi/describe`, Description);
    const paused = build.building === true && said?.status === 'PAUSED_PENDING_INPUT';
    const waits = paused ? await client.find(`${at}/${number}/wfapi/pendingInputActions`, PendingInputs) : [];
    return { ...nothing, build, stages: said?.stages ?? [], waits: waits ?? [] };
  };
}

async function numberOf(client: JenkinsClient, at: string, queueId: number): Promise<number | undefined> {
  const found = await client.find(at, Builds, queueTree);
  return found?.builds?.find((build) => build.queueId === queueId)?.number;
}
