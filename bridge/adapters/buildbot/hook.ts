import * as z from 'zod/mini';
import type { Clock } from '../../ports/clock.ts';
import type { Heard, Hook } from '../../ports/hook.ts';
import { jsonOf } from '../http/caller.ts';
import { bringsToken } from '../http/token.ts';
import { askInTime, type Truth } from '../ci/ask-in-time.ts';
import { runOf } from './run-id.ts';

export interface BuildbotHookSettings {
  readonly id: string;
  /** The id of the provider of CI whose news come here. */
  readonly ci: string;
  /** Of these a delivery has to bring one, as a bearer token. There may be two, so that one can be replaced. */
  readonly tokens: readonly string[];
  readonly clock: Clock;
  readonly truth: Truth;
}

const Told = z.object({ buildrequestid: z.int().check(z.positive()), complete: z.nullish(z.boolean()) });

/** Where the builds come in that Buildbot's `HttpStatusPush` reports. What such a delivery says of a build is not believed: Buildbot is asked. */
export function createBuildbotHook({ id, ci, tokens, clock, truth }: BuildbotHookSettings): Hook {
  return {
    id,
    sources: [ci],
    async hear(delivery): Promise<Heard> {
      if (!bringsToken(delivery, tokens)) return { type: 'unsigned' };
      const told = Told.safeParse(jsonOf(delivery.body));
      if (!told.success) return { type: 'malformed', why: 'it is no build with the id of its request' };
      const event = told.data.complete === true ? 'build.finished' : 'build.started';
      const run = runOf(told.data.buildrequestid);
      const report = await askInTime(truth, run, clock);
      return { type: 'heard', event, id: run, provider: ci, ...(report && { report }) };
    },
  };
}
