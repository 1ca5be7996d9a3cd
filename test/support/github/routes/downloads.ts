import { randomBytes } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { Attempt, Job } from '../rows-actions.ts';
import { type Answer, inRepo, missing, numberOf, ok, refused, type Route, route } from '../router.ts';
import { artifactShape, latest } from '../shapes/run.ts';
import type { Site } from '../site.ts';
import { inJob, inRun } from './actions.ts';

const safe = (name: string) => name.replaceAll(/[/\\:*?"<>|]/g, '_');

/** The text of a log, as it is stored: a byte order mark first. */
const textOf = (lines: readonly string[]): string => `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`;

/** All logs of an attempt: one file for each job, and one for each of its steps. */
function zipOf(attempt: Attempt): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [index, job] of attempt.jobs.entries()) {
    const name = safe(job.check.name);
    files[`${index}_${name}.txt`] = strToU8(textOf(job.log));
    for (const [at, step] of job.steps.entries()) {
      const lines = job.log.slice(step.from, job.steps[at + 1]?.from);
      files[`${name}/${step.number}_${safe(step.name)}.txt`] = strToU8(textOf(lines));
    }
  }
  return zipSync(files);
}

/** Logs and archives, which GitHub hands out elsewhere: a redirect to an address that needs no token, and ends. */
export function createDownloads(site: Site): readonly Route[] {
  const blobs = new Map<string, { readonly answer: Answer; readonly expiresAt: number }>();
  function elsewhere(type: string, bytes: Uint8Array | string): Answer {
    const key = randomBytes(16).toString('hex');
    blobs.set(key, { answer: { status: 200, raw: { type, bytes } }, expiresAt: site.now() + 60_000 });
    return { status: 302, headers: { location: `${site.url}/_blobs/${key}?sig=${randomBytes(8).toString('hex')}` } };
  }
  const gone = () => refused(410, 'Server Error: the logs for this run have expired and are no longer available.');
  const logOf = (job: Job): Answer => {
    if (job.run.logsGone) return gone();
    return job.check.status === 'completed' && job.log.length > 0
      ? elsewhere('text/plain; charset=utf-8', textOf(job.log))
      : missing();
  };
  return [
    inJob('GET /logs', 'actions:read', (_, job) => logOf(job)),
    inRun('GET /logs', 'actions:read', (_, run) => {
      if (run.logsGone) return gone();
      return latest(run).status === 'completed' ? elsewhere('application/zip', zipOf(latest(run))) : missing();
    }),
    inRun('GET /attempts/{attempt_number}/logs', 'actions:read', (ask, run) => {
      const attempt = run.attempts.find((each) => each.number === numberOf(ask, 'attempt_number'));
      if (run.logsGone) return gone();
      return attempt?.status === 'completed' ? elsewhere('application/zip', zipOf(attempt)) : missing();
    }),
    inRepo('GET /actions/artifacts/{artifact_id}', 'actions:read', (ask) => {
      const found = artifactIn(ask.repo.runs, numberOf(ask, 'artifact_id'));
      return found ? ok(artifactShape(ask.site, ask.repo, found.run, found.artifact)) : missing();
    }),
    inRepo('GET /actions/artifacts/{artifact_id}/{archive_format}', 'actions:read', (ask) => {
      const artifact = artifactIn(ask.repo.runs, numberOf(ask, 'artifact_id'))?.artifact;
      if (!artifact) return missing();
      return artifact.expired ? refused(410, 'Artifact has expired') : elsewhere('application/zip', artifact.zip);
    }),
    route('GET /_blobs/{key}', 'public', ({ params }) => {
      const found = blobs.get(params['key'] ?? '');
      return found && found.expiresAt > site.now() ? found.answer : missing();
    }),
  ];
}

function artifactIn(runs: readonly Job['run'][], id: number) {
  for (const run of runs) {
    const artifact = run.artifacts.find((each) => each.id === id);
    if (artifact) return { run, artifact };
  }
  return undefined;
}
