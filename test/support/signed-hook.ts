import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { BranchName, RepositoryId, RunId, Sha } from '../../protocol/model/ids.ts';
import { CiState, Job } from '../../protocol/model/run.ts';
import type { Hook } from '../../bridge/ports/hook.ts';

/** A delivery as the hook below reads it: of a run, of branches that moved, or of neither. */
const Payload = z.object({
  kind: z.string(),
  repository: RepositoryId,
  branches: z.optional(z.array(BranchName)),
  run: z.optional(
    z.object({
      id: RunId,
      branch: BranchName,
      commit: Sha,
      attempt: z.number(),
      revision: z.number(),
      state: CiState,
      queuedAt: z.number(),
      jobs: z.optional(z.array(Job)),
    }),
  ),
});
export type Payload = z.input<typeof Payload>;

export const sign = (body: Uint8Array | string, secret: string): string =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** What a delivery is posted with. */
export const deliveryHeaders = (body: Uint8Array | string, secret: string, id = 'd-1'): Record<string, string> => ({
  'content-type': 'application/json',
  'x-signature': sign(body, secret),
  'x-delivery': id,
  'x-event': kindOf(body),
});

function kindOf(body: Uint8Array | string): string {
  const parsed = Payload.safeParse(parse(body));
  return parsed.success ? parsed.data.kind : 'run';
}

function parse(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

interface SignedHookOptions {
  readonly secret: string;
  readonly id?: string;
  /** Taken away by tests that show what the signature is for. */
  readonly unguarded?: boolean;
}

/** The hook of an engine that signs with HMAC-SHA-256 and tells of runs and branches: what every vendor's hook does, in few lines. */
export function signedHook({ secret, id = 'engine', unguarded = false }: SignedHookOptions): Hook {
  return {
    id,
    sources: ['scripted'],
    async hear({ headers, body }) {
      const given = Buffer.from(headers['x-signature'] ?? '');
      const right = Buffer.from(sign(body, secret));
      const fits = given.length === right.length && timingSafeEqual(given, right);
      if (!fits && !unguarded) return { type: 'unsigned' };
      const payload = Payload.safeParse(parse(body));
      if (!payload.success) return { type: 'malformed', why: 'no shape that is known' };
      const { kind, repository, branches, run } = payload.data;
      if (kind !== headers['x-event']) return { type: 'malformed', why: `not what its header calls it` };
      if (!run && !branches) return { type: 'ignored', event: kind, why: 'of no concern to a card' };
      const heard = { type: 'heard', event: kind, id: headers['x-delivery'] ?? '' } as const;
      const moved = branches ? { moved: { repository, branches } } : {};
      if (!run) return { ...heard, ...moved };
      const { branch, commit, queuedAt, jobs, ...state } = run;
      const of = { repository, branch, commit, queuedAt, workflow: 'tests' };
      const { id: name, ...facts } = state;
      return {
        ...heard,
        ...moved,
        provider: 'scripted',
        report: { run: name, ...facts, of, ...(jobs ? { jobs } : {}) },
      };
    },
  };
}

/** A delivery of a run of the samples' repository. */
export const runPayload = (part: Partial<NonNullable<Payload['run']>> = {}): Payload => ({
  kind: 'run',
  repository: 'example.com/acme/web',
  run: {
    id: 'run-1',
    branch: 'feat/login',
    commit: 'a'.repeat(40),
    attempt: 1,
    revision: 1,
    state: 'running',
    queuedAt: 1000,
    ...part,
  },
});
