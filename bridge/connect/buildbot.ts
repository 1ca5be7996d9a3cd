import * as z from 'zod/mini';
import { createBuildbotHook } from '../adapters/buildbot/hook.ts';
import { createBuildbot } from '../adapters/ci/buildbot/index.ts';
import { Unusable } from '../unusable.ts';
import { apiAddress, type Connected, type Connecting, ofRepositories, secretOf, secretsOf } from './connected.ts';

const name = z.string().check(z.minLength(1), z.maxLength(200));
const builder = z.strictObject({ builder: name, scheduler: z.optional(name) });

export const BuildbotSettings = z.strictObject({
  url: z
    .string()
    .check(z.regex(apiAddress, 'must be https, or http on this machine'), z.describe('Where your Buildbot is.')),
  builders: z
    .record(z.string(), z.union([builder, z.array(builder).check(z.minLength(1))]))
    .check(z.describe('The builders of each repository, with the force scheduler by which each is started.')),
});
export type BuildbotSettings = z.infer<typeof BuildbotSettings>;

/** Connects Buildbot: those of its builders that the settings name. Fails with Unusable. */
export function connectBuildbot({ url, builders: named }: BuildbotSettings, connecting: Connecting): Connected {
  const { environment, clock } = connecting;
  const user = secretOf(environment, 'SHIPROOM_BUILDBOT_USER');
  const password = secretOf(environment, 'SHIPROOM_BUILDBOT_PASSWORD');
  if ((user === undefined) !== (password === undefined))
    throw new Unusable(
      'Buildbot is set up with half of its credentials. Set both SHIPROOM_BUILDBOT_USER and SHIPROOM_BUILDBOT_PASSWORD, or neither.',
    );
  const builders = ofRepositories('buildbot.builders', named, connecting);
  const tokens = secretsOf(environment, 'SHIPROOM_BUILDBOT_HOOK_TOKEN', 'SHIPROOM_BUILDBOT_HOOK_TOKEN_OLD');
  const login = user !== undefined && password !== undefined ? { user, password } : {};
  const ci = createBuildbot({ url, ...login, builders, clock, secrets: tokens });
  const hook = createBuildbotHook({ id: 'buildbot', ci: ci.id, tokens, clock, truth: async (run) => ci.read({ run }) });
  return {
    forges: [],
    files: [],
    ci: [ci],
    hooks: tokens.length > 0 ? [hook] : [],
    accounts: [],
    names: new Map([[ci.id, 'Buildbot']]),
  };
}
