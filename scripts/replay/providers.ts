import { createHmac } from 'node:crypto';
import { readRunDelivery } from '../../bridge/adapters/ci/github-actions/delivery.ts';
import { createGitHubHook } from '../../bridge/adapters/github/hook.ts';
import { createGitLabHook } from '../../bridge/adapters/gitlab/hook.ts';
import { createJenkinsHook } from '../../bridge/adapters/jenkins/hook.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { Hook } from '../../bridge/ports/hook.ts';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import { repositoryOf } from '../../protocol/model/repository.ts';
import type { Recorded } from './recorded.ts';

/** Whose deliveries are replayed. */
interface Replayed {
  /** A folder of recorded deliveries that is there already. */
  readonly folder?: string;
  /** The repositories that deliveries speak of, which are the bridge's own then: else most would be somebody else's. */
  readonly repositories: (recorded: readonly Recorded[]) => readonly RepositoryId[];
  readonly hook: (repositories: readonly RepositoryId[], clock: Clock) => Hook;
  /** What the provider would send along, with its signature; `id` is that of the delivery. */
  readonly headers: (recorded: Recorded, id: string, clock: Clock) => Readonly<Record<string, string>>;
}

/** Made for a bridge that lives as long as the replay, and known to nobody else. */
const secret = 'replayed';
const gitLabKey = Buffer.from(secret.padEnd(32, '.'));

/** Headers of a recorded delivery that are its sender's own, without those of its transport and its old signature. */
function kept(recorded: Recorded, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(recorded.headers).filter(([name]) => names.test(name)));
}

const github: Replayed = {
  folder: 'node_modules/@octokit/webhooks-examples/api.github.com',
  repositories: (recorded) => found(recorded, 'repository', 'html_url'),
  hook: (repositories) =>
    createGitHubHook({ secrets: [secret], repositories, sources: ['github'], runs: readRunDelivery }),
  headers: (recorded, id) => ({
    'x-github-event': recorded.event,
    'x-github-delivery': id,
    ...kept(recorded, /^x-github-(event|delivery)$/),
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(recorded.body).digest('hex')}`,
  }),
};

const gitlab: Replayed = {
  repositories: (recorded) => [
    ...found(recorded, 'project', 'web_url'),
    ...found(recorded, 'repository', 'homepage'),
    ...found(recorded, 'project', 'homepage'),
  ],
  hook: (repositories, clock) =>
    createGitLabHook({
      id: 'gitlab',
      forge: 'gitlab',
      ci: 'gitlab-ci',
      signing: [`whsec_${gitLabKey.toString('base64')}`],
      projects: new Map(repositories.map((id) => [id, id.split('/').slice(1).join('/')])),
      clock,
    }),
  headers(recorded, id, clock) {
    const timestamp = String(Math.floor(clock.now() / 1000));
    const signed = createHmac('sha256', gitLabKey).update(`${id}.${timestamp}.${recorded.body}`).digest('base64');
    return {
      'x-gitlab-event': recorded.event,
      ...kept(recorded, /^(x-gitlab-(event|instance|event-uuid)|idempotency-key)$/),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signed}`,
    };
  },
};

const jenkins: Replayed = {
  repositories: (recorded) =>
    found(
      recorded.map((each) => ({ ...each, payload: fieldOf(each.payload, 'build') })),
      'scm',
      'url',
    ),
  // A job is called as its repository.
  hook: (repositories, clock) =>
    createJenkinsHook({
      id: 'jenkins',
      ci: 'jenkins',
      tokens: [secret],
      jobs: new Map(repositories.map((id) => [id, [{ job: id.split('/').at(-1) ?? id }]])),
      clock,
    }),
  headers: () => ({ authorization: `Basic ${Buffer.from(`jenkins:${secret}`).toString('base64')}` }),
};

export const providers: ReadonlyMap<string, Replayed> = new Map([
  ['github', github],
  ['gitlab', gitlab],
  ['jenkins', jenkins],
]);

/** Repositories by the address that payloads have at `part.field`, once each. */
function found(recorded: readonly Recorded[], part: string, field: string): RepositoryId[] {
  const ids = recorded.flatMap(({ payload }) => {
    const address = fieldOf(fieldOf(payload, part), field);
    return typeof address === 'string' ? (repositoryOf(address) ?? []) : [];
  });
  return [...new Set(ids)];
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
