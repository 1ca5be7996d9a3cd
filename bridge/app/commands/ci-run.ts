import type { CardKey } from '../../../protocol/model/card.ts';
import { RunId } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { Workflow } from '../../../protocol/model/workflow.ts';
import { newRun } from '../../domain/run.ts';
import { code, message, paragraph } from '../../domain/prose.ts';
import type { CiDeed, CiProvider, CiReport } from '../../ports/ci-provider.ts';
import type { Resolved } from '../../ports/forge.ts';
import type { Put } from '../../ports/store.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { receiveReport } from '../ci/receive-report.ts';
import { forgeOf } from '../ci/refresh-forge.ts';
import { telling } from '../routes/tell.ts';
import { upstream } from '../upstream.ts';
import { answering, type Command, type Context, ownWork, type Ready, refusing, type Reply } from './command.ts';
import { runWords } from './runs.ts';
import { afterDeed, moved, nameOf } from './target.ts';
import { inputsOf } from './workflow-inputs.ts';
import { startable } from './workflows.ts';

/** Starts a run of CI for a branch's head, or for a commit. */
export const ciRun: Command = {
  spec: {
    name: 'ci run',
    summary: 'Runs CI for a branch or a commit',
    effect: 'write',
    arguments: [
      { name: 'branch|sha', summary: 'What to run; your branch if left out', kind: 'branch', required: false },
    ],
    options: [
      { name: 'workflow', summary: 'Which one, where there are several', kind: 'word' },
      { name: 'input', summary: 'One of its inputs; may come again', kind: 'pair' },
      { name: 'debug', summary: 'With all that the engine can say in its log', kind: 'flag' },
      { name: 'at', summary: 'Only if the branch still stands at this commit', kind: 'commit' },
    ],
  },
  async prepare(context): Promise<Ready> {
    const name = context.values['branch|sha'] ?? context.branch;
    if (name === undefined)
      return answering(['Which branch? Say ', code('ci run <branch>'), ', or share yours first.']);
    const { world, repository } = context;
    const asked = await upstream('The forge', async () =>
      forgeOf(world, repository)?.resolve(repository, name, context.branch),
    );
    if (!asked.ok) return refusing(asked);
    const found = asked.value;
    if (!found) return answering(['The bridge does not know ', code(name), '. Push it first, then ask again.']);
    if (!found.branch) return answering([code(name), ' stands on no branch, so it has no card. Name a branch.']);
    const about = { repository, branch: found.branch };
    const chosen = await choose(context, about);
    if (!chosen.ok) return refusing(chosen);
    const stale = await moved(context, about, found.commit);
    if (stale) return stale;
    const { provider } = chosen.value;
    return {
      branch: found.branch,
      at: { provider: provider.id, repository },
      act: () => start(context, chosen.value, found, about),
    };
  },
};

interface Chosen {
  readonly provider: CiProvider;
  readonly workflow: Workflow;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The workflow that is meant, with its inputs as they were given. */
async function choose({ world, options }: Context, about: CardKey): Promise<Outcome<Chosen>> {
  const { workflows: all, failure } = await startable(world, about);
  if (all.length === 0 && !failure)
    return refuse('upstream_refused', 'No CI that could be started is connected to this bridge for that repository.');
  const wanted = options['workflow']?.[0];
  const fitting = wanted === undefined ? all : called(all, wanted.toLowerCase());
  const workflow = fitting.length === 1 ? fitting[0] : undefined;
  // It may be one of those that were not told; nor is one the only one then.
  if (failure && (!workflow || wanted === undefined)) return upstream('CI', () => Promise.reject(failure));
  if (!workflow) return unclear(all, fitting, wanted);
  const provider = world.ci.find((each) => each.id === workflow.provider);
  if (!provider) throw new Error(`no provider ${workflow.provider}`);
  if (options['debug'] && !provider.can.debug)
    return refuse('upstream_refused', `${nameOf(world, provider.id)} has no debug logging.`, 'debug');
  const inputs = inputsOf(workflow, options['input'] ?? []);
  return inputs.ok ? done({ provider, workflow, inputs: inputs.value }) : inputs;
}

/** The workflows that are called so: by their ids, or else by their names. */
function called(all: readonly Workflow[], wanted: string): readonly Workflow[] {
  const byId = all.filter((each) => [each.id, qualified(each)].some((id) => id.toLowerCase() === wanted));
  return byId.length > 0 ? byId : all.filter(({ name }) => name.toLowerCase() === wanted);
}

const qualified = ({ provider, id }: Workflow): string => `${provider}/${id}`;

function unclear(all: readonly Workflow[], fitting: readonly Workflow[], wanted: string | undefined) {
  const same = wanted !== undefined && fitting.length > 1;
  const names = same ? fitting.map(qualified) : all.map(({ name }) => name);
  const why = wanted === undefined || same ? 'There are several' : `There is no workflow “${wanted}” to start`;
  const there = names.map((each) => `“${each}”`).join(', ');
  const what = same ? ` workflows “${wanted}”` : wanted === undefined ? ' workflows' : '';
  return refuse('invalid_params', `${why}${what}: name one by --workflow. There are ${there}.`, 'workflow');
}

async function start(context: Context, chosen: Chosen, { commit }: Resolved, about: CardKey): Promise<Outcome<Reply>> {
  const { provider, workflow, inputs } = chosen;
  const { world } = context;
  const run = newRun({
    run: RunId.parse(`${provider.id}-${world.ids.hex(4)}`),
    provider: provider.id,
    workflow: workflow.name,
    commit,
    queuedAt: world.clock.now(),
    requestedBy: context.by,
  });
  if (provider.can.ourIds) await announce(context, about, run);
  const debug = context.options['debug'] !== undefined;
  const order: CiDeed = { type: 'start', run: run.run, ...about, commit, workflow: workflow.id, inputs, debug };
  const acted = await upstream(nameOf(world, provider.id), () => provider.act(order));
  if (!acted.ok) {
    if (provider.can.ourIds)
      await receiveReport(world, provider.id, refusedRun(world.clock.now(), run, acted.refusal.message));
    return acted;
  }
  await afterDeed(context, provider, acted.value);
  return done(await answer(context, about, { ...run, ...(acted.value ? { run: acted.value.run } : {}) }));
}

/** The intent stands before the provider hears of it: whatever happens then, the run is on the card. */
async function announce({ world, room }: Context, about: CardKey, run: CiRun): Promise<void> {
  await decideOnce(world, async () => {
    const put: Put = { kind: 'run', id: run.run, room, after: 0, value: { room, about, run } };
    const changed = await changeCard(world, room, about, { source: 'ci', fact: run });
    const change = { at: run.queuedAt, puts: changed ? [put, changed.put] : [put] };
    return { change: changed ? telling(change, changed.told) : change, answer: () => undefined };
  });
}

const refusedRun = (endedAt: number, { run, attempt }: CiRun, why: string | undefined): CiReport => ({
  run,
  attempt,
  revision: 1,
  state: 'cancelled',
  endedAt,
  failures: [],
  lines: why === undefined ? [] : [why.slice(0, 500)],
});

async function answer(context: Context, about: CardKey, run: CiRun): Promise<Reply> {
  const note = await uncommitted(context, about);
  const kept = (await context.world.store.get('run', run.run))?.value.run;
  const words = paragraph([
    ...runWords(kept ?? run),
    ' is queued for ',
    code(about.branch),
    ' at ',
    code(run.commit.slice(0, 7)),
    '.',
  ]);
  return { message: note ? message(words, paragraph(note)) : message(words), about, run: run.run };
}

/** What the asker might believe to be part of the run, and is not. */
async function uncommitted(context: Context, about: CardKey): Promise<string | undefined> {
  const work = await ownWork(context, about);
  if (!work) return undefined;
  const { staged, unstaged, untracked, conflicted } = work.changes;
  const files = staged + unstaged + untracked + conflicted;
  if (files === 0) return undefined;
  return `Your ${files} uncommitted ${files === 1 ? 'file is' : 'files are'} not included.`;
}
