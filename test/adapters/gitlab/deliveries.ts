import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGitLabHook, type GitLabHookSettings } from '../../../bridge/adapters/gitlab/hook.ts';
import type { Hook, RawDelivery } from '../../../bridge/ports/hook.ts';
import { RepositoryId } from '../../../protocol/model/ids.ts';
import { manualClock } from '../../support/clock.ts';
import { delivery } from '../../support/gitlab/deliveries.ts';

export const signing = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const at = 1_800_000_000_000;
const web = RepositoryId.parse('gitlab.example.org/acme/web');

/** A hook that takes what is signed with `signing`, for the project acme/web. */
export const hookOf = (settings: Partial<GitLabHookSettings> = {}): Hook =>
  createGitLabHook({
    id: 'gitlab',
    forge: 'gitlab',
    ci: 'gitlab-ci',
    signing: [signing],
    projects: new Map([[web, 'acme/web']]),
    clock: manualClock(),
    ...settings,
  });

const folder = join(import.meta.dirname, '../../fixtures/gitlab');

export interface Recorded {
  readonly name: string;
  readonly event: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The deliveries that were recorded. */
export const recorded: readonly Recorded[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => {
    const { headers, body } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return { name: name.replace(/\.json$/, ''), event: headers['x-gitlab-event'], body };
  });

/** A recorded delivery, signed now. */
export const signedNow = ({ event, body }: Pick<Recorded, 'event' | 'body'>): RawDelivery =>
  delivery(event, body, { signing }, at);

/** The projects that the recorded deliveries are of. */
export const theirProjects = new Map(
  recorded.flatMap(({ body }) => {
    const { project, repository } = body as {
      project?: { path_with_namespace?: string };
      repository?: { homepage?: string };
    };
    const homepage = repository?.homepage;
    const path = project?.path_with_namespace ?? (homepage ? new URL(homepage).pathname.slice(1) : undefined);
    return path === undefined ? [] : [[RepositoryId.parse(`host.example/${path.toLowerCase()}`), path] as const];
  }),
);
