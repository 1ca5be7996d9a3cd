import type { Job } from '../rows-actions.ts';
import type { WorkflowFile } from './workflow-file.ts';

export type What = 'all' | 'failed' | { readonly job: number };

/** Those that a rerun is asked for. */
export function picked(jobs: readonly Job[], what: What): readonly Job[] {
  if (what === 'all') return jobs;
  if (what === 'failed')
    return jobs.filter((job) => job.check.conclusion !== 'success' && job.check.conclusion !== 'skipped');
  return jobs.filter((job) => job.id === what.job);
}

/** Keys of the jobs that need one of `first`, however far off. */
function dependents(file: WorkflowFile, first: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const needs = (key: string) => [file.jobs[key]?.needs ?? []].flat();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const key of Object.keys(file.jobs))
      if (needs(key).some((each) => found.has(each) || first.has(each))) found.add(key);
  }
  return found;
}

/** Jobs that are not done again: neither picked, nor in need of one that is. Of a matrix only the picked legs are done again. */
export function keptOf(file: WorkflowFile | undefined, jobs: readonly Job[], what: What): readonly Job[] {
  const first = picked(jobs, what);
  const after = file ? dependents(file, new Set(first.map((job) => job.key))) : new Set<string>();
  return jobs.filter((job) => !first.includes(job) && !after.has(job.key));
}
