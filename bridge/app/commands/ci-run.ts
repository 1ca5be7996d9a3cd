import type { CardKey } from '../../../protocol/model/card.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { RunId } from '../../../protocol/model/ids.ts';
import { code, message, paragraph, say } from '../../domain/prose.ts';
import type { CiProvider } from '../../ports/ci-provider.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { Resolved } from '../../ports/forge.ts';
import type { Put } from '../../ports/store.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { receiveReport } from '../receive-report.ts';
import { forgeOf } from '../refresh-forge.ts';
import { type Command, type Context, ownWork, type Ready, type Reply } from './command.ts';

/** Queues a run of CI for a branch's head, or for a commit. */
export const ciRun: Command = {
  spec: {
    name: 'ci run',
    summary: 'Runs CI for a branch or a commit',
    effect: 'write',
    arguments: [
      { name: 'branch|sha', summary: 'What to run; your branch if left out', kind: 'branch', required: false },
    ],
  },
  async prepare(context): Promise<Ready> {
    const name = context.values['branch|sha'] ?? context.branch;
    if (name === undefined) {
      return answering(say(['Which branch? Say ', code('ci run <branch>'), ', or share yours first.']));
    }
    const provider = context.world.ci[0];
    if (!provider) return answering(say('No CI is connected to this bridge.'));
    const found = await forgeOf(context.world, context.repository)?.resolve(context.repository, name, context.branch);
    if (!found) {
      return answering(say(['The bridge does not know ', code(name), '. Push it first, then ask again.']));
    }
    if (!found.branch) return answering(say([code(name), ' stands on no branch, so it has no card. Name a branch.']));
    const about = { repository: context.repository, branch: found.branch };
    return { branch: found.branch, act: () => queue(context, provider, found, about) };
  },
};

const answering = (reply: Reply['message']): Ready => ({ act: () => Promise.resolve({ message: reply }) });

async function queue(context: Context, provider: CiProvider, { commit }: Resolved, about: CardKey): Promise<Reply> {
  const { world, room, by } = context;
  const at = world.clock.now();
  const run: CiRun = {
    run: RunId.parse(`${provider.id}-${world.ids.hex(4)}`),
    provider: provider.id,
    workflow: provider.workflow,
    commit,
    attempt: 1,
    revision: 0,
    state: 'queued',
    requestedBy: by,
    queuedAt: at,
    failures: [],
    lines: [],
  };
  // The intent stands before the provider hears of it: whatever happens then, the run is on the card.
  await decideOnce(world, async () => {
    const put: Put = { kind: 'run', id: run.run, room, after: 0, value: { room, about, run } };
    const changed = await changeCard(world, room, about, { source: 'ci', fact: run });
    const change = { at, puts: changed ? [put, changed.put] : [put], deliveries: changed?.deliveries ?? [] };
    return { change, answer: () => undefined };
  });
  const refused = await start(context, provider, run, about);
  if (refused) return { message: say(`CI was not started: ${refused}.`), about, run: run.run };
  const note = await uncommitted(context, about);
  const words = paragraph([
    'CI run ',
    code(run.run),
    ' is queued for ',
    code(about.branch),
    ' at ',
    code(commit.slice(0, 7)),
    '.',
  ]);
  return { message: note ? message(words, paragraph(note)) : message(words), about, run: run.run };
}

async function start(
  { world }: Context,
  provider: CiProvider,
  run: CiRun,
  about: CardKey,
): Promise<string | undefined> {
  try {
    await provider.start({ run: run.run, ...about, commit: run.commit });
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const lines = [error.vendorWord];
    const { attempt, failures } = run;
    await receiveReport(world, {
      run: run.run,
      attempt,
      revision: 1,
      state: 'cancelled',
      endedAt: world.clock.now(),
      failures,
      lines,
    });
    return error.vendorWord;
  }
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
