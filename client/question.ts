import type { Method, Params, Result } from '../protocol/wire/methods.ts';
import type { Ask } from './calls.ts';
import { notConnected } from './refusals.ts';
import type { Outcome } from './session.ts';

/** Asks once, without an effect: refused at once where nobody is there to answer. */
export async function question<M extends Method>(
  ask: Ask | undefined,
  method: M,
  params: Params<M>,
): Promise<Outcome<Result<M>>> {
  if (!ask) return notConnected;
  const answer = await ask(method, params);
  return answer.ok ? answer : { ok: false, slug: answer.slug, message: answer.message };
}
