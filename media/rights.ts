import { hasEnded, verdict as verdictOf } from '../protocol/model/health.ts';
import type { Card } from '../protocol/model/card.ts';
import type { CommandSpec } from '../protocol/model/command.ts';
import { deedKeys, isDone } from '../protocol/model/done.ts';
import type { PersonId, Sha } from '../protocol/model/ids.ts';
import type { CiRun, Gate, Job } from '../protocol/model/run.ts';
import type { CiCan, Source } from '../protocol/model/source.ts';
import type { RoomView } from '../protocol/wire/panel.ts';

/** What the reader may run in this room, and what its sources can do. */
export interface Rights {
  readonly commands: readonly CommandSpec[];
  /** Absent from a bridge that does not tell of its sources. */
  readonly sources?: readonly Source[] | undefined;
  readonly me?: PersonId | undefined;
}

export const noRights: Rights = { commands: [] };

/** A reader's rights in a room: the same as long as nothing of them changed, so that no card is drawn again for a message. */
export function createRights(): (room: Pick<RoomView, 'commands' | 'sources' | 'me'>) => Rights {
  let last = noRights;
  return ({ commands, sources, me: { id: me } }) => {
    if (last.commands !== commands || last.sources !== sources || last.me !== me) last = { commands, sources, me };
    return last;
  };
}

/** What a run's engine is called; its id where nobody told. */
export const engineName = ({ provider }: CiRun, { sources }: Rights): string =>
  sources?.find(({ id }) => id === provider)?.name ?? provider;

export const may = ({ commands }: Rights, name: string): boolean => commands.some((each) => each.name === name);

/** What a command's button says to the bot; undefined where the button is not to be shown. */
type Line = string | undefined;

/** The lines of a run's buttons: the same that one would write in chat. */
export interface RunLines {
  readonly cancel: Line;
  readonly rerun: Line;
  readonly rerunFailed: Line;
}

const allowed = (rights: Rights, provider: string, name: string, what: keyof CiCan): boolean => {
  const { sources } = rights;
  // A bridge that tells of no source has an engine that can start and cancel, and nothing more.
  const able = sources ? sources.some(({ id, can }) => id === provider && can?.[what]) : what === 'cancel';
  return able && may(rights, name);
};

/** What was done already to a branch, here or in a chat. */
export type Deeds = NonNullable<Card['deeds']>;

/** What may be done to a run as it stands, and has not been done by anybody. */
export function runLines(run: CiRun, rights: Rights, deeds: Deeds = []): RunLines {
  const { provider, state } = run;
  const over = hasEnded(state);
  const again = `ci rerun ${run.run}`;
  const at = atOption(rights, 'ci rerun', run.commit);
  const cancels = !over && !isDone(deeds, deedKeys.cancel(run)) && allowed(rights, provider, 'ci cancel', 'cancel');
  const reruns = (what: 'rerun' | 'rerunFailed'): boolean =>
    over && !isDone(deeds, deedKeys.rerun(run)) && allowed(rights, provider, 'ci rerun', what);
  return {
    cancel: cancels ? `ci cancel ${run.run}` : undefined,
    rerun: reruns('rerun') ? again + at : undefined,
    rerunFailed: verdictOf(run) === 'failing' && reruns('rerunFailed') ? `${again} --failed${at}` : undefined,
  };
}

/** Runs one job again, where the run and the job have ended. */
export function jobLine(run: CiRun, job: Job, rights: Rights, deeds: Deeds = []): Line {
  if (!hasEnded(run.state) || !hasEnded(job.state) || isDone(deeds, deedKeys.rerun(run))) return undefined;
  if (!allowed(rights, run.provider, 'ci rerun', 'rerunJob')) return undefined;
  return `ci rerun ${run.run} --job ${job.id}${atOption(rights, 'ci rerun', run.commit)}`;
}

export type Verdict = 'approve' | 'reject';

/** Whether a gate can be answered from here, and was by nobody. */
export const mayDecide = (run: CiRun, gate: Gate, verdict: Verdict, rights: Rights, deeds: Deeds = []): boolean =>
  !isDone(deeds, deedKeys.gate(run, gate)) && allowed(rights, run.provider, `ci ${verdict}`, 'decide');

/** Answers a gate, with a comment where there is one. */
export function gateLine(run: CiRun, gate: Gate, verdict: Verdict, comment: string, rights: Rights): string {
  const said = comment.trim().replaceAll(/\s+/g, ' ');
  const why = said === '' ? '' : ` --comment ${quotedText(said)}`;
  const at = atOption(rights, `ci ${verdict}`, run.commit);
  return `ci ${verdict} ${run.run} ${quoted(gate.environment)}${why}${at}`;
}

/** Starts CI for a branch, where an engine can. */
export function startLine(rights: Rights): Line {
  const able = rights.sources ? rights.sources.some(({ can }) => can?.start) : true;
  return able && may(rights, 'ci run') ? 'ci run' : undefined;
}

/** The commit that the asker looks at, so that nothing is done to another ([E5]); nothing where the command does not take it. */
function atOption({ commands }: Rights, name: string, commit: Sha): string {
  const options = commands.find((each) => each.name === name)?.options ?? [];
  return options.some((each) => each.name === 'at') ? ` --at ${commit}` : '';
}

/** A word as the bot's line takes it: quotes hold it together where it needs them. */
export function quoted(word: string): string {
  if (!/^["'“”‘’—–]|^--|\s/.test(word)) return word;
  return quotedText(word);
}

/** The line knows no escapes, so a text that has both kinds of quote keeps one of them. */
function quotedText(text: string): string {
  if (!text.includes('"')) return `"${text}"`;
  return text.includes("'") ? `"${text.replaceAll('"', "'")}"` : `'${text}'`;
}
