import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { asItStands } from '../as-it-stands.ts';
import { addressOf, branchSpot, type JenkinsJobs, namesOf, runOf, type Spot } from '../../jenkins/job-path.ts';
import type { JenkinsClient } from './client.ts';
import { definitionsOf, formOf } from './parameters.ts';
import type { Asked } from './read-build.ts';
import { builtCommit } from './report.ts';
import type { Runs } from './runs.ts';
import { Job, jobTree } from './schema.ts';

interface Means {
  readonly client: JenkinsClient;
  readonly jobs: JenkinsJobs;
  readonly runs: Runs;
}

const refused = (why: string) => new PlatformError('refused', why.slice(0, 200));

/** Does what is asked, and answers with the run as it stands then; undefined where there was nothing to do. */
export async function act(means: Means, deed: CiDeed): Promise<CiReport | undefined> {
  if ((deed.type === 'start' || deed.type === 'rerun') && deed.debug)
    throw refused('Jenkins cannot be asked to tell more');
  const { runs } = means;
  const read = (run: RunId) => async () => (await runs.read(run))[0];
  if (deed.type === 'start') return asItStands(read(await start(means, deed)));
  if (deed.type === 'rerun' && deed.what !== 'all') throw refused('Jenkins runs only whole builds again');
  const asked = await runs.find(deed.run.run);
  if (!asked) throw new PlatformError('gone', 'Jenkins does not know the run any more');
  if (deed.type === 'rerun') return asItStands(read(await again(means, asked)));
  if (deed.type === 'decide') await decide(means.client, asked, deed);
  else if (!(await stop(means.client, asked))) return undefined;
  return asItStands(read(deed.run.run), deed.run);
}

/** A job as it is for a branch, and what it is like; undefined where there is none. */
export async function jobFor(
  client: JenkinsClient,
  { repository, job, branch }: Omit<Spot, 'path' | 'branch'> & { readonly branch: NonNullable<Spot['branch']> },
): Promise<{ readonly spot: Spot; readonly like: Job } | undefined> {
  const own: Spot = { repository, job, path: namesOf(job.job) };
  const whole = await client.find(addressOf(own.path), Job, jobTree);
  // A project that has jobs has one for each branch.
  if (!whole?.jobs) return whole && { spot: own, like: whole };
  const spot = branchSpot(repository, job, branch);
  const like = await client.find(addressOf(spot.path), Job, jobTree);
  return like && { spot, like };
}

async function start({ client, jobs, runs }: Means, deed: Extract<CiDeed, { type: 'start' }>): Promise<RunId> {
  const { repository, branch } = deed;
  const own = jobs.get(repository);
  if (!own) throw refused('unknown_repository');
  const job = deed.workflow === undefined ? own[0] : own.find((each) => each.job === deed.workflow);
  const found = job && (await jobFor(client, { repository, job, branch }));
  if (!found) throw refused('unknown_workflow');
  const definitions = definitionsOf(found.like);
  const form = formOf(found.spot, definitions, deed);
  const run = await build(client, found.spot, definitions.length > 0, form);
  runs.wish(run, deed.commit);
  return run;
}

/** Puts a job into the queue, and gives the run of its place there. */
async function build(
  client: JenkinsClient,
  { path }: Spot,
  asks: boolean,
  form: Record<string, string>,
): Promise<RunId> {
  const { headers } = await client.send(`${addressOf(path)}/${asks ? 'buildWithParameters' : 'build'}`, form);
  const queueId = /\/queue\/item\/(\d{1,15})\/?$/.exec(headers.get('location') ?? '')?.[1];
  const run = queueId === undefined ? undefined : runOf(path, Number(queueId));
  if (run === undefined) throw new PlatformError('unsure', 'Jenkins does not say where in its queue it is');
  return run;
}

/** Builds the same again, with the same parameters, as a run of its own. */
async function again({ client, runs }: Means, asked: Asked): Promise<RunId> {
  const parameters = (asked.build?.actions ?? []).flatMap((action) => action?.parameters ?? []);
  if (!asked.build) throw refused('it has not begun; start another run instead');
  const secret = parameters.find(({ value }) => value === undefined || value === null || typeof value === 'object');
  if (secret) throw refused(`the parameter ${secret.name} cannot be read back; start another run instead`);
  const form = Object.fromEntries(parameters.map(({ name, value }) => [name, String(value)]));
  const run = await build(client, asked.spot, parameters.length > 0, form);
  runs.wish(run, asked.wished ?? builtCommit(asked.build));
  return run;
}

/** Stops the build, or takes it out of the queue; false where it has ended. */
async function stop(client: JenkinsClient, { spot, build: under, item, queueId }: Asked): Promise<boolean> {
  if (under) {
    if (under.building !== true) return false;
    await client.send(`${addressOf(spot.path)}/${under.number}/stop`);
    return true;
  }
  if (item?.cancelled === true) return false;
  // Jenkins answers so even where it has done it.
  await client.send(`/queue/cancelItem?id=${queueId}`, {}, [404]);
  return true;
}

type Decision = Extract<CiDeed, { type: 'decide' }>;

/** Answers an input step. What it asks for beyond yes or no is answered on its page. */
async function decide(
  client: JenkinsClient,
  { spot, build: under, waits }: Asked,
  { gate, verdict }: Decision,
): Promise<void> {
  const waiting = waits.find(({ id }) => id === gate.id);
  if (!under || !waiting) throw new PlatformError('gone', 'nothing waits there any more');
  if (verdict === 'approved' && (waiting.inputs?.length ?? 0) > 0)
    throw refused('it asks for values as well: answer it on its page in Jenkins');
  const at = `${addressOf(spot.path)}/${under.number}/input/${encodeURIComponent(waiting.id)}`;
  await client.send(`${at}/${verdict === 'approved' ? 'proceedEmpty' : 'abort'}`);
}
