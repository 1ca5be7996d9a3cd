import { hasEnded } from '../../../../protocol/model/health.ts';
import type { LogPiece, LogWish } from '../../../ports/ci-provider.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { LogStyle } from '../../../../reports/clean-log.ts';
import { pieceOf } from '../log-piece.ts';
import type { BuildbotClient } from './client.ts';
import { createLogMemory } from './log-memory.ts';
import type { Request } from './read-request.ts';
import { Logs as LogList, type StepRow } from './schema.ts';
import { stepState } from './report.ts';

const longestState = 12;

export interface Logs {
  /** A piece of the log of the build that counts, step after step. */
  piece(asked: Request, from: number, wish: LogWish): Promise<LogPiece | undefined>;
  /** All that a step has printed. */
  ofStep(step: StepRow): Promise<string>;
}

export function createLogs(client: BuildbotClient, secrets: readonly string[]): Logs {
  const read = createLogMemory(client, secrets);
  const ofStep = async ({ stepid }: StepRow, style: LogStyle): Promise<{ parts: Buffer[]; complete: boolean }> => {
    const { logs } = await client.get(`/steps/${stepid}/logs`, LogList);
    const parts: Buffer[] = [];
    for (const row of logs.filter(({ type }) => type === 's' || type === 't')) {
      const log = await read(row, style);
      parts.push(...log.clean);
      if (!log.complete) return { parts, complete: false };
    }
    return { parts, complete: true };
  };
  return {
    async piece({ build, steps, request }, from, { job, style = 'plain' }) {
      if (job !== undefined && job !== String(build?.buildid)) return undefined;
      if (!build) {
        const piece = pieceOf(Buffer.alloc(0), from, request.complete);
        return request.complete ? piece : { ...piece, note: 'No worker has begun with it yet.' };
      }
      const parts: Buffer[] = [];
      for (const step of steps.filter(({ hidden, started_at: at }) => !hidden && typeof at === 'number')) {
        const log = await ofStep(step, style);
        parts.push(heading(step), ...log.parts);
        if (log.complete && step.complete) continue;
        return pieceOf(Buffer.concat(parts), from, false);
      }
      return pieceOf(Buffer.concat(parts), from, build.complete);
    },
    ofStep: async (step) => Buffer.concat((await ofStep(step, 'plain')).parts).toString('utf8'),
  };
}

/** It is as long whatever the state, which changes while the log is read. */
function heading(step: StepRow): Buffer {
  const state = stepState(step);
  const rest = hasEnded(state) ? state : 'running';
  return Buffer.from(`##[step ${rest}] ${cut(step.name, 200)}${' '.repeat(longestState - rest.length)}\n`);
}
