import type { Repository } from '../repository.ts';
import type { CiConfig, JobPlan } from './ci-config.ts';
import { finished, type JobRecord, type PipelineRecord, statusOf } from './records.ts';
import { type Running, runJob } from './runner.ts';

/** Runs so many jobs at a time. */
const runners = 2;

/** The stand-in's clock: it goes by itself, and can be put on, so that a retry comes later than what it repeats. */
export interface Watch {
  now(): number;
  putOn(ms: number): void;
}

export interface PipelineNews {
  pipeline(pipeline: PipelineRecord): void;
  job(pipeline: PipelineRecord, job: JobRecord): void;
}

interface Origin {
  readonly ref: string;
  readonly sha: string;
  readonly source?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly yamlErrors?: string;
  readonly real?: boolean;
}

/** A project's pipelines: those that really run, and those whose jobs are set by hand. */
export function createPipelines(repository: Repository, watch: Watch, news: PipelineNews) {
  const pipelines: PipelineRecord[] = [];
  const queue: { readonly pipeline: PipelineRecord; readonly job: JobRecord }[] = [];
  const running = new Map<JobRecord, Running>();
  const runs = new Map<string, number>();
  let ids = 100;
  const id = (): number => (ids += 1);

  const jobOf = (plan: JobPlan): JobRecord => ({
    ...plan,
    id: id(),
    createdAt: watch.now(),
    status: 'created',
    retried: false,
    trace: '',
    tests: [],
  });
  const settle = (pipeline: PipelineRecord): void => {
    const status = statusOf(pipeline.jobs, pipeline.status);
    if (status === pipeline.status) return;
    pipeline.status = status;
    pipeline.updatedAt = watch.now();
    pipeline.finishedAt = finished(status) ? watch.now() : undefined;
    news.pipeline(pipeline);
  };
  /** Sets a job's state, and with it its pipeline's. */
  const set = (pipeline: PipelineRecord, job: JobRecord, status: string, reason?: string): void => {
    job.status = status;
    if (status === 'running') job.startedAt = watch.now();
    if (finished(status) && status !== 'skipped') job.finishedAt = watch.now();
    if (status === 'failed') job.failureReason = reason ?? 'script_failure';
    pipeline.updatedAt = watch.now();
    news.job(pipeline, job);
    settle(pipeline);
  };
  const work = (): void => {
    while (running.size < runners) {
      const next = queue.shift();
      if (!next) return;
      const { pipeline, job } = next;
      if (job.status !== 'pending') continue;
      set(pipeline, job, 'running');
      const key = `${pipeline.sha} ${job.name}`;
      runs.set(key, (runs.get(key) ?? 0) + 1);
      const run = runJob(repository, pipeline.sha, job, pipeline.variables);
      running.set(job, run);
      void whenOver(pipeline, job, run);
    }
  };
  const whenOver = async (pipeline: PipelineRecord, job: JobRecord, run: Running): Promise<void> => {
    const passed = await run.ended;
    running.delete(job);
    set(pipeline, job, job.status === 'canceling' ? 'canceled' : passed ? 'success' : 'failed');
    goOn(pipeline);
    work();
  };
  /** Lets jobs begin whose turn has come. */
  const goOn = (pipeline: PipelineRecord): void => {
    if (!pipeline.real) return;
    for (let moved = true; moved; ) {
      moved = false;
      for (const job of pipeline.jobs.filter(({ status, retried }) => status === 'created' && !retried)) {
        const status = turnOf(pipeline, job);
        if (!status) continue;
        moved = true;
        set(pipeline, job, status);
        if (status === 'pending') queue.push({ pipeline, job });
      }
    }
    work();
  };
  const retry = (pipeline: PipelineRecord, jobs: readonly JobRecord[]): JobRecord[] => {
    watch.putOn(60_000);
    const again = jobs.map((job) => {
      job.retried = true;
      return jobOf({ ...job, when: job.when === 'manual' ? 'on_success' : job.when });
    });
    pipeline.jobs.push(...again);
    const stages = again.map(({ stage }) => pipeline.stages.indexOf(stage));
    for (const job of pipeline.jobs) {
      if (job.status === 'skipped' && pipeline.stages.indexOf(job.stage) > Math.min(...stages)) job.status = 'created';
    }
    pipeline.updatedAt = watch.now();
    settle(pipeline);
    goOn(pipeline);
    return again;
  };

  return {
    all: pipelines,
    find: (wanted: number) => pipelines.find((each) => each.id === wanted),
    jobAt(wanted: number) {
      for (const pipeline of pipelines) {
        const job = pipeline.jobs.find((each) => each.id === wanted);
        if (job) return { pipeline, job };
      }
      return undefined;
    },
    /** How often a job was run for a commit. */
    ran: (sha: string, job: string) => runs.get(`${sha} ${job}`) ?? 0,
    create(config: Pick<CiConfig, 'stages' | 'jobs'>, origin: Origin): PipelineRecord {
      const { ref, sha, source = 'push', variables = {}, real = true, yamlErrors } = origin;
      const at = watch.now();
      const times = { createdAt: at, updatedAt: at };
      const pipeline: PipelineRecord = {
        id: id(),
        ref,
        sha,
        source,
        stages: config.stages,
        variables,
        real,
        yamlErrors,
        ...times,
        status: yamlErrors === undefined ? 'created' : 'failed',
        jobs: [],
        children: [],
      };
      pipeline.jobs.push(...config.jobs.map(jobOf));
      pipelines.push(pipeline);
      news.pipeline(pipeline);
      goOn(pipeline);
      return pipeline;
    },
    set,
    retry,
    play(pipeline: PipelineRecord, job: JobRecord): void {
      set(pipeline, job, 'pending');
      if (!pipeline.real) return;
      queue.push({ pipeline, job });
      work();
    },
    cancel(pipeline: PipelineRecord, jobs: readonly JobRecord[]): void {
      for (const job of jobs) {
        const run = running.get(job);
        if (run) job.status = 'canceling';
        if (run) run.stop();
        else if (!finished(job.status)) set(pipeline, job, 'canceled');
      }
      for (const job of pipeline.jobs) if (job.status === 'created' && jobs.length > 0) set(pipeline, job, 'skipped');
      settle(pipeline);
    },
    async close(): Promise<void> {
      queue.length = 0;
      const left = [...running.values()];
      for (const run of left) run.stop();
      await Promise.allSettled(left.map(async ({ ended }) => ended));
    },
  };
}
export type Pipelines = ReturnType<typeof createPipelines>;

/** What a job that waits becomes, once all before it has ended: nothing as long as that has not. */
function turnOf(pipeline: PipelineRecord, job: JobRecord): string | undefined {
  const at = pipeline.stages.indexOf(job.stage);
  const before = pipeline.jobs.filter(
    (each) => !each.retried && (job.needs ? job.needs.includes(each.name) : pipeline.stages.indexOf(each.stage) < at),
  );
  const passed = (each: JobRecord): boolean =>
    each.status === 'success' || (each.allowFailure && (finished(each.status) || each.status === 'manual'));
  const over = before.every((each) => finished(each.status) || passed(each));
  if (!over) return undefined;
  const fine = before.every(passed);
  if (job.when === 'always') return 'pending';
  if (job.when === 'on_failure') return fine ? 'skipped' : 'pending';
  if (!fine) return 'skipped';
  return job.when === 'manual' ? 'manual' : 'pending';
}
