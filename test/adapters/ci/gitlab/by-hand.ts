import type { CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { RunId, type Sha } from '../../../../protocol/model/ids.ts';
import type { JobPlan } from '../../../support/gitlab/ci-config.ts';
import type { Pipelines } from '../../../support/gitlab/pipelines.ts';
import type { JobRecord, PipelineRecord } from '../../../support/gitlab/records.ts';
import { type GitLabScene, gitLabScene } from './scene.ts';

export const plan = (name: string, stage = 'test', more: Partial<JobPlan> = {}): JobPlan => ({
  name,
  stage,
  when: 'on_success',
  allowFailure: false,
  script: [],
  ...more,
});

export const runOf = ({ id }: PipelineRecord): RunId => RunId.parse(`gitlab/acme/web/${id}`);

export const jobIn = (pipeline: PipelineRecord, name: string): JobRecord => {
  const job = pipeline.jobs.findLast((each) => each.name === name);
  if (!job) throw new Error(name);
  return job;
};

/** A GitLab whose jobs are set by hand. */
export interface ByHand extends GitLabScene {
  readonly sha: Sha;
  made(jobs: readonly JobPlan[], more?: Partial<Parameters<Pipelines['create']>[1]>): PipelineRecord;
  set(pipeline: PipelineRecord, name: string, status: string, reason?: string): void;
  read(pipeline: PipelineRecord): Promise<CiReport>;
}

export async function byHand(): Promise<ByHand> {
  const scene = await gitLabScene();
  const { pipelines, repository } = scene.server.site;
  const sha = await repository.commitOf('main');
  return {
    ...scene,
    sha,
    made: (jobs, more = {}) =>
      pipelines.create({ stages: ['build', 'test', 'deploy'], jobs }, { ref: 'work', sha, real: false, ...more }),
    set: (pipeline, name, status, reason) => pipelines.set(pipeline, jobIn(pipeline, name), status, reason),
    async read(pipeline) {
      const [report] = await scene.provider.read({ run: runOf(pipeline) });
      if (!report) throw new Error('nothing is known of it');
      return report;
    },
  };
}
