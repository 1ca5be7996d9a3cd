import * as z from 'zod/mini';
import { Offset, RunId } from '../../../protocol/model/ids.ts';
import { Message } from '../../../protocol/model/message.ts';
import { done, type Outcome, refuse, slugs } from '../outcome.ts';
import type { World } from '../world.ts';

/** The bot's answer; `offset` is where everybody can read it. */
export const Answered = z.object({
  reply: Message,
  offset: z.optional(Offset),
  run: z.optional(RunId),
  dup: z.optional(z.boolean()),
});
export type Answered = z.infer<typeof Answered>;

const Refused = z.object({
  refusal: z.object({
    slug: z.enum(slugs),
    message: z.optional(z.string()),
    field: z.optional(z.string()),
  }),
});

/** Under which a line runs once: whose it is and its `mid`; and what it said, to tell a repeat from a misuse. */
export interface Key {
  readonly id: string;
  readonly hash: string;
}

/** The answer has a key of its own beside the intent's: an intent without an answer was cut short. */
export const answerKey = ({ id, hash }: Key): Key => ({ id: `${id}/answer`, hash });

/** What was answered under a key, if it was used before: the same answer, or `indeterminate` where nobody knows it. */
export async function recall(world: World, key: Key): Promise<Outcome<Answered> | undefined> {
  const answer = await world.store.get('outcome', answerKey(key).id);
  const intent = answer ?? (await world.store.get('outcome', key.id));
  if (!intent) return undefined;
  if (intent.value.hash !== key.hash) return refuse('idempotency_conflict');
  if (answer) {
    const refused = Refused.safeParse(answer.value.outcome);
    if (refused.success)
      return refuse(refused.data.refusal.slug, refused.data.refusal.message, refused.data.refusal.field);
    const [offset] = answer.value.offsets;
    return done({ ...Answered.parse(answer.value.outcome), ...(offset === undefined ? {} : { offset }), dup: true });
  }
  const here = world.underWay.get(key.id);
  if (!here) return refuse('indeterminate');
  await Promise.allSettled([here]);
  world.underWay.delete(key.id);
  return recall(world, key);
}
