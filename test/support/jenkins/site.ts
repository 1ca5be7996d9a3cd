import type { Repository } from '../repository.ts';
import type { BuildRecord, Definition, JobRecord, Pipeline, QueueRecord } from './records.ts';
import { runBuild } from './runner.ts';

/** A multibranch project `acme/web`, and a job `acme/any` that is told its branch. Names that only Jenkins itself changes are left. */
export class JenkinsSite {
  readonly repository: Repository;
  readonly queue = new Map<number, QueueRecord>();
  readonly #jobs = new Map<string, JobRecord>();
  readonly #under = new Set<Promise<void>>();
  /** While it holds, nothing leaves the queue. */
  held = false;
  #last = 100;

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** The job at an address; those of branches are there as the branches are. */
  async job(at: string): Promise<JobRecord | undefined> {
    if (at === '/job/acme/job/any') {
      const definitions = [
        { name: 'BRANCH', type: 'StringParameterDefinition', defaultParameterValue: { value: 'main' } },
        { name: 'COMMIT', type: 'StringParameterDefinition', defaultParameterValue: { value: '' } },
        { name: 'LOUD', type: 'BooleanParameterDefinition', defaultParameterValue: { value: false } },
        { name: 'NOTES', type: 'TextParameterDefinition', defaultParameterValue: { value: '' } },
        { name: 'PASSWORD', type: 'PasswordParameterDefinition', defaultParameterValue: {} },
      ];
      return this.#keep({ at, name: 'any', definitions, builds: [] });
    }
    const found = /^\/job\/acme\/job\/web\/job\/([^/]+)$/.exec(at)?.[1];
    if (found === undefined) return undefined;
    const name = decodeURIComponent(found);
    const branch = decodeURIComponent(name);
    const text = await this.repository.git('show', `refs/heads/${branch}:pipeline.json`).catch(() => undefined);
    if (text === undefined) return undefined;
    const { parameters: definitions = [] } = JSON.parse(text) as Pipeline;
    return this.#keep({ at, name, branch, definitions, builds: [] });
  }

  #keep(job: JobRecord): JobRecord {
    const known = this.#jobs.get(job.at) ?? job;
    this.#jobs.set(job.at, known);
    return known;
  }

  /** The branches' jobs that were looked at or built. */
  branches(): readonly JobRecord[] {
    return [...this.#jobs.values()].filter(({ branch }) => branch !== undefined);
  }

  enqueue(job: JobRecord, parameters: Readonly<Record<string, string>>): QueueRecord {
    const item: QueueRecord = { id: (this.#last += 1), job, parameters, inQueueSince: Date.now(), cancelled: false };
    this.queue.set(item.id, item);
    setImmediate(() => this.next());
    return item;
  }

  /** Begins with whatever waits. */
  next(): void {
    if (this.held) return;
    for (const item of this.queue.values()) if (!item.cancelled && item.number === undefined) this.#begin(item);
  }

  #begin(item: QueueRecord): void {
    const { job, parameters } = item;
    const branch = job.branch ?? parameters['BRANCH'];
    const build: BuildRecord = {
      job,
      number: job.builds.length + 1,
      queueId: item.id,
      parameters,
      timestamp: Date.now(),
      stages: [],
      building: true,
      result: null,
      duration: 0,
      log: '',
      ...(branch !== undefined && { branch }),
      stop: () => {},
    };
    item.number = build.number;
    job.builds.push(build);
    const running = runBuild(this.repository, build).finally(() => this.#under.delete(running));
    this.#under.add(running);
  }

  async close(): Promise<void> {
    this.held = true;
    for (const job of this.#jobs.values()) for (const build of job.builds) if (build.building) build.stop();
    await Promise.all(this.#under);
    await this.repository.remove();
  }
}

/** What was given to a job, with its defaults for what was not; undefined where a value is none that it takes. */
export function given(definitions: readonly Definition[], form: URLSearchParams): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const { name, type, choices, defaultParameterValue } of definitions) {
    const value = form.get(name) ?? String(choices?.[0] ?? defaultParameterValue?.value ?? '');
    if (type === 'ChoiceParameterDefinition' && !choices?.includes(value)) return undefined;
    values[name] = value;
  }
  return values;
}
