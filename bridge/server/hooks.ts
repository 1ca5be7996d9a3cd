import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveDelivery, type Pace } from '../app/ci/receive-delivery.ts';
import type { World } from '../app/world.ts';
import type { Hook } from '../ports/hook.ts';
import { addressOf } from './address-of.ts';
import { type Answer, answerOf, reply, turnAway } from './hooks-answer.ts';
import { headersOf, readBody } from './hooks-body.ts';
import { createForgers } from './hooks-forgers.ts';
import { createBuckets, createBudget, createTurns, type Hold, hookLimits, type HookLimits } from './hooks-guard.ts';
import type { Gate } from './gate.ts';

export interface HooksOptions {
  readonly world: World;
  readonly gate: Gate;
  /** Where they are others than usual: some senders have bodies of 25 MiB. */
  readonly limits?: Partial<HookLimits>;
}

/** Takes a request where it is a delivery; false where it is for somebody else. */
export type HooksInlet = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * `POST /hooks/ID`, on the raw request: nothing of a body is read before its headers are known to be in order, and no more of it than the
 * limit. The signature is looked at before any limit of the sender's is, so that forgers cannot use up what is somebody else's.
 */
export function createHooks(options: HooksOptions): HooksInlet {
  const { world, gate } = options;
  const limits = limitsOf(options.limits);
  const hooks = new Map(world.hooks.map((hook) => [hook.id, hook]));
  const budget = createBudget(limits.bodiesBytes);
  const pace: Pace = { count: createBuckets(world.clock, limits.perSecond, limits.atOnce), inTurn: createTurns() };
  const forgers = createForgers(world, limits);

  async function answerWhole(request: IncomingMessage, hook: Hook, body: Uint8Array, hold: Hold): Promise<Answer> {
    const headers = headersOf(request);
    const received = receiveDelivery(world, hook, { headers, body, at: world.clock.now() }, pace);
    // Not at the answer: what takes too long to wait for still has its bytes.
    const free = (): void => hold.end();
    received.then(free, free);
    const answer = await answerOf(world, hook.id, received, limits.answerMs);
    return answer.status === 401 ? forgers.refuse(hook.id, addressOf(request), answer) : answer;
  }

  async function serve(request: IncomingMessage, response: ServerResponse, hook: Hook): Promise<void> {
    const body = await readBody(request, limits.bodyBytes, budget);
    if (body.type === 'whole') return reply(response, await answerWhole(request, hook, body.bytes, body.hold));
    if (body.type === 'too-large') turnAway(request, response, tooLarge(limits), world.clock, limits);
    else if (body.type === 'no-room') turnAway(request, response, crowded, world.clock, limits);
    return undefined;
  }

  return (request, response) => {
    const id = /^\/hooks\/([^/?#]*)(?:\?|$)/.exec(request.url ?? '')?.[1];
    if (id === undefined) return false;
    // A sender that goes away is no failure of the bridge's.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const hook = hooks.get(id);
    const refused = refusal(request, gate, hook, limits);
    if (refused || !hook) turnAway(request, response, refused ?? unknown, world.clock, limits);
    else
      serve(request, response, hook).catch((error: unknown) => {
        world.log.error('a delivery was not answered', { hook: hook.id, error });
        response.destroy();
      });
    return true;
  };
}

/** Where larger bodies are allowed than usual, at least two of them have room at once. */
function limitsOf(wanted: Partial<HookLimits> = {}): HookLimits {
  const bodiesBytes = Math.max(hookLimits.bodiesBytes, 2 * (wanted.bodyBytes ?? 0));
  return { ...hookLimits, bodiesBytes, ...wanted };
}

const unknown: Answer = { status: 404, said: 'no such hook' };
const crowded: Answer = { status: 503, said: 'too much at once', retryAfterMs: 5_000 };
const tooLarge = ({ bodyBytes }: HookLimits): Answer => ({ status: 413, said: `at most ${bodyBytes} bytes` });

/** Why a request is turned away before any of its body is read, if it is. */
function refusal(request: IncomingMessage, gate: Gate, hook: Hook | undefined, limits: HookLimits): Answer | undefined {
  const headers = headersOf(request);
  if (!gate.host(headers['host']) || !gate.origin(headers['origin'])) return { status: 403, said: 'forbidden' };
  if (!hook) return unknown;
  if (request.method !== 'POST') return { status: 405, said: 'deliveries are posted', allow: 'POST' };
  const coded = headers['content-encoding'] ?? 'identity';
  if (coded.toLowerCase() !== 'identity') return { status: 415, said: 'a body may not be compressed' };
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
    return { status: 415, said: 'a body may be sent in chunks, and in no other coding' };
  if (!/^application\/(?:[\w.-]+\+)?json(?:\s*;[^,]*)?$/i.test(headers['content-type'] ?? ''))
    return { status: 415, said: 'choose application/json as the content type of this webhook' };
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) return tooLarge(limits);
  return undefined;
}
