import { hasEnded, verdict, runName } from '../../../protocol/model/health.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { CiDeed } from '../../ports/ci-provider.ts';
import { code, say } from '../../domain/prose.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { upstream } from '../upstream.ts';
import { answering, type Command, type Context, refusing, type Reply } from './command.ts';
import { findRun, noRun, runWords } from './runs.ts';
import { deedKeys } from '../../../protocol/model/done.ts';
import { afterDeed, deed, findTarget, moved, type Target } from './target.ts';

type What = Extract<CiDeed, { type: 'rerun' }>['what'];

/** Runs a run again: all of it, what failed of it, or one job. */
export const ciRerun: Command = {
  spec: {
    name: 'ci rerun',
    summary: 'Runs a CI run again, all of it or what failed',
    effect: 'write',
    arguments: [{ name: 'run', summary: 'The run; your branch’s newest if left out', kind: 'run', required: false }],
    options: [
      { name: 'failed', summary: 'Only what failed, and what depends on it', kind: 'flag' },
      { name: 'job', summary: 'Only this job', kind: 'word' },
      { name: 'debug', summary: 'With all that the engine can say in its log', kind: 'flag' },
      { name: 'at', summary: 'Only if the branch still stands at this commit', kind: 'commit' },
    ],
  },
  async prepare(context) {
    const failed = context.options['failed'] !== undefined;
    const found = await findTarget(context, (run) => hasEnded(run.state) && (!failed || verdict(run) === 'failing'));
    if (!found.ok) return refusing(found);
    const target = found.value;
    const none = ['There is no CI run to run again. ', code('ci status'), ' lists what there is.'];
    const open = target?.run ?? (await findRun(context, context.values['run'], ({ state }) => !hasEnded(state)))?.run;
    if (open && !hasEnded(open.state)) return answering([...runWords(open), ' is still under way.']);
    if (!target) return answering(noRun(context, 'ci rerun', none));
    const stale = await moved(context, target.about, target.run.commit);
    if (stale) return stale;
    const what = whatOf(context, target);
    if (!what.ok) return refusing(what);
    return deed(target, onceFor(target.run, what.value), () => rerun(context, target, what.value));
  },
};

/** One attempt is run again once, as a whole or in part; a job of it beside others. */
function onceFor(run: CiRun, what: What): { readonly key: string; readonly did: string } {
  const key = deedKeys.rerun(run);
  if (typeof what === 'string') return { key, did: `reran ${what === 'all' ? '' : 'what failed of '}${runName(run)}` };
  const name = run.jobs?.find(({ id }) => id === what.job)?.name ?? what.job;
  return { key: `${key}/${what.job}`, did: `reran ${name} of ${runName(run)}` };
}

/** What of it is to run again, where the engine can do that. */
function whatOf({ options }: Context, { run, provider: { can }, engine }: Target): Outcome<What> {
  const wanted = options['job']?.[0];
  if (options['debug'] && !can.debug) return refuse('upstream_refused', `${engine} has no debug logging.`, 'debug');
  if (wanted !== undefined) {
    const job = (run.jobs ?? []).find((each) => each.id === wanted || each.name.toLowerCase() === wanted.toLowerCase());
    if (!job) return refuse('invalid_params', `That run has no job “${wanted}”.${jobsWords(run)}`, 'job');
    return can.rerunJob
      ? done({ job: job.id })
      : refuse('upstream_refused', `${engine} cannot run one job again.`, 'job');
  }
  if (options['failed']) {
    if (can.rerunFailed) return done('failed');
    return refuse('upstream_refused', `${engine} cannot run again only what failed. Leave --failed out.`, 'failed');
  }
  return can.rerun ? done('all') : refuse('upstream_refused', `${engine} cannot run a run again.`);
}

const mostJobs = 10;

/** Which jobs there are, where they are few enough to be read. */
const jobsWords = ({ jobs = [] }: CiRun): string =>
  jobs.length === 0 || jobs.length > mostJobs ? '' : ` It has ${jobs.map(({ name }) => name).join(', ')}.`;

async function rerun(context: Context, { about, run, provider, engine }: Target, what: What): Promise<Outcome<Reply>> {
  const debug = context.options['debug'] !== undefined;
  const acted = await upstream(engine, () => provider.act({ type: 'rerun', run, what, debug }));
  if (!acted.ok) return acted;
  if (!acted.value)
    return done({ message: say([...runWords(run), ' had nothing to run again.']), about, run: run.run, undone: true });
  await afterDeed(context, provider, acted.value);
  const part = what === 'all' ? '' : what === 'failed' ? 'what failed of ' : 'one job of ';
  const words = [
    'Running ',
    part,
    run.workflow,
    ' again for ',
    code(about.branch),
    ' at ',
    code(run.commit.slice(0, 7)),
    '.',
  ];
  return done({ message: say(words), about, run: run.run });
}
