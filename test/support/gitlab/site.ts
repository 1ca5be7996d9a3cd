import type { RawDelivery } from '../../../bridge/ports/hook.ts';
import { makeRepository, type Repository } from '../repository.ts';
import { delivery, type HookSecrets, jobBody, pipelineBody, pushBody } from './deliveries.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';
import type { DeploymentRecord, MergeRequestRecord, StatusRecord } from './records.ts';

export interface Project {
  readonly id: number;
  readonly path: string;
  readonly page: string;
  readonly base: string;
}

/** One project of a GitLab, with a real repository, as its routes and its tests change it. */
export interface Site {
  readonly project: Project;
  readonly repository: Repository;
  readonly pipelines: Pipelines;
  readonly mergeRequests: MergeRequestRecord[];
  readonly deployments: DeploymentRecord[];
  readonly statuses: StatusRecord[];
  /** What was sent, in its order. */
  readonly sent: RawDelivery[];
  settings: Record<string, unknown>;
  now(): number;
  /** Sends a delivery to the hook, where one is set up, and keeps it. */
  send(event: string, body: unknown): void;
  pushed(branch: string, sha: string): void;
  /** Whether a merge request's branches conflict. */
  conflicts(pull: MergeRequestRecord): Promise<boolean>;
  close(): Promise<void>;
}

interface SiteOptions {
  readonly path: string;
  readonly page: string;
  readonly secrets: HookSecrets;
  readonly hook: () => string | undefined;
}

export async function createSite({ path, page, secrets, hook }: SiteOptions): Promise<Site> {
  const repository = await makeRepository();
  const project: Project = { id: 42, path, page, base: 'main' };
  const sent: RawDelivery[] = [];
  let ahead = 0;
  const now = (): number => Date.now() + ahead;

  const send = (event: string, body: unknown): void => {
    const made = delivery(event, body, secrets, Date.now());
    sent.push(made);
    const url = hook();
    if (url === undefined) return;
    void fetch(url, { method: 'POST', headers: made.headers, body: Buffer.from(made.body) }).catch(() => {});
  };
  const pipelines = createPipelines(
    repository,
    { now, putOn: (ms) => void (ahead += ms) },
    {
      pipeline: (each) => send('Pipeline Hook', pipelineBody(project, each)),
      job: (each, job) => send('Job Hook', jobBody(project, each, job)),
    },
  );
  return {
    project,
    repository,
    pipelines,
    mergeRequests: [],
    deployments: [],
    statuses: [],
    sent,
    settings: {},
    now,
    send,
    pushed: (branch, sha) => send('Push Hook', pushBody(project, branch, sha)),
    async conflicts(pull) {
      if (pull.state !== 'opened') return false;
      const words = ['merge-tree', '--write-tree', `refs/heads/${pull.target}`, pull.sha];
      return repository.git(...words).then(
        () => false,
        () => true,
      );
    },
    async close() {
      await pipelines.close();
      await repository.remove();
    },
  };
}
