import * as z from 'zod/mini';
import { createJenkins } from '../adapters/ci/jenkins/index.ts';
import { createJenkinsHook } from '../adapters/jenkins/hook.ts';
import { Unusable } from '../unusable.ts';
import { apiAddress, type Connected, type Connecting, ofRepositories, secretOf, secretsOf } from './connected.ts';

const name = z.string().check(z.minLength(1), z.maxLength(200));
const job = z.pipe(
  z.union([name, z.strictObject({ job: name, branch: z.optional(name), commit: z.optional(name) })]),
  z.transform((said) => (typeof said === 'string' ? { job: said } : said)),
);

export const JenkinsSettings = z.strictObject({
  url: z
    .string()
    .check(z.regex(apiAddress, 'must be https, or http on this machine'), z.describe('Where your Jenkins is.')),
  user: name,
  jobs: z
    .record(z.string(), z.union([job, z.array(job).check(z.minLength(1))]))
    .check(
      z.describe(
        'The jobs of each repository: their names with their folders, and which parameters take branch and commit.',
      ),
    ),
});
export type JenkinsSettings = z.infer<typeof JenkinsSettings>;

/** Connects Jenkins: those of its jobs that the settings name. Fails with Unusable. */
export function connectJenkins({ url, user, jobs: named }: JenkinsSettings, connecting: Connecting): Connected {
  const { environment, clock } = connecting;
  const token = secretOf(environment, 'SHIPROOM_JENKINS_TOKEN');
  if (token === undefined)
    throw new Unusable('Jenkins is set up without its token. Set SHIPROOM_JENKINS_TOKEN; docs/jenkins.md tells how.');
  const jobs = ofRepositories('jenkins.jobs', named, connecting);
  const tokens = secretsOf(environment, 'SHIPROOM_JENKINS_HOOK_TOKEN', 'SHIPROOM_JENKINS_HOOK_TOKEN_OLD');
  const ci = createJenkins({ url, user, token, jobs, clock, secrets: tokens });
  const hook = createJenkinsHook({
    id: 'jenkins',
    ci: ci.id,
    tokens,
    jobs,
    clock,
    truth: async (run) => ci.read({ run }),
  });
  return {
    forges: [],
    files: [],
    ci: [ci],
    hooks: tokens.length > 0 ? [hook] : [],
    accounts: [],
    names: new Map([[ci.id, 'Jenkins']]),
  };
}
