import type { Button } from '../../protocol/model/button.ts';
import type { Card } from '../../protocol/model/card.ts';
import { hasEnded, health, latestRuns, verdict, runName } from '../../protocol/model/health.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { CiRun, Gate } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import { deedKeys, isDone } from '../../protocol/model/done.ts';
import { quote } from './line-words.ts';

/** What buttons are made from. */
type Stated = Pick<Card, 'key' | 'ci' | 'forge' | 'work' | 'claim' | 'deeds'>;

const gatesShown = 2;
/** So many of them go with a message. */
const mostOfMessage = 6;
const labelChars = 75;

/**
 * What a card's message offers in its present state: answers to what it waits for, then what may be done about a failure, then pages. `can`
 * says what an engine is able to do. What somebody has done already is not offered again.
 */
export function buttonsOf(card: Stated, can: (provider: string) => CiCan | undefined): Button[] {
  const latest = latestRuns(card.ci);
  const failed = latest.find((run) => hasEnded(run.state) && verdict(run) === 'failing');
  const lost = latest.find(({ state }) => state === 'interrupted' || state === 'cancelled');
  const open = latest.find((run) => !hasEnded(run.state));
  const offered = [
    ...latest.flatMap((run) => gateButtons(run, can(run.provider))).slice(0, gatesShown * 2),
    ...(failed ? rerunButtons(failed, can(failed.provider)) : lost ? rerunAll(lost, can(lost.provider)) : []),
    ...(health(card) === 'failing' ? claimButtons(card) : []),
    ...(open && !open.gates?.length ? cancelButtons(open, can(open.provider)) : []),
  ];
  return [
    ...offered.filter((button) => button.type === 'open' || !isDone(card.deeds, button.key)),
    ...pages(card, failed ?? latest[0]),
  ];
}

/** A message about a branch, with what may be done about it. In a chat the branch's card offers that, and the message does not. */
export function offering(
  said: Message,
  card: Stated | undefined,
  can: (provider: string) => CiCan | undefined,
): Message {
  const buttons = card ? buttonsOf(card, can).slice(0, mostOfMessage) : [];
  return buttons.length > 0 ? { ...said, buttons } : said;
}

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

function gateButtons(run: CiRun, can: CiCan | undefined): Button[] {
  if (!can?.decide) return [];
  return (run.gates ?? []).filter(({ until }) => until === undefined).flatMap((gate) => answers(run, gate));
}

function answers(run: CiRun, gate: Gate): Button[] {
  const { environment } = gate;
  const key = deedKeys.gate(run, gate);
  const named = quote(environment);
  if (named === undefined) return [];
  const rest = `${run.run} ${named} --at ${run.commit}`;
  const what = `${runName(run)} at ${run.commit.slice(0, 7)}`;
  return [
    {
      type: 'run',
      key,
      label: cut(`Approve ${environment}`, labelChars),
      line: `ci approve ${rest}`,
      style: 'primary',
      confirm: {
        title: cut(`Approve ${environment}?`, 100),
        text: cut(`${what} goes on to ${environment}. If the branch has moved since, nothing is done.`, 300),
        ok: 'Approve',
      },
    },
    {
      type: 'run',
      key,
      label: cut(`Reject ${environment}`, labelChars),
      line: `ci reject ${rest}`,
      style: 'danger',
      confirm: {
        title: cut(`Reject ${environment}?`, 100),
        text: cut(`${what} does not go on to ${environment}, and ends.`, 300),
        ok: 'Reject',
      },
    },
  ];
}

function rerunButtons(run: CiRun, can: CiCan | undefined): Button[] {
  return can?.rerunFailed ? [rerunButton(run, 'Rerun failed', ' --failed', 'what failed of ')] : rerunAll(run, can);
}

const rerunAll = (run: CiRun, can: CiCan | undefined): Button[] =>
  can?.rerun ? [rerunButton(run, 'Rerun', '', '')] : [];

const rerunButton = (run: CiRun, label: string, option: string, part: string): Button => ({
  type: 'run',
  key: deedKeys.rerun(run),
  label,
  line: `ci rerun ${run.run}${option} --at ${run.commit}`,
  confirm: {
    title: part === '' ? 'Rerun it?' : 'Rerun what failed?',
    text: cut(`Runs ${part}${runName(run)} again at ${run.commit.slice(0, 7)}.`, 300),
    ok: 'Rerun',
  },
});

/** A claim is undone as easily as it is made, so nobody is asked twice. */
function claimButtons({ key, claim }: Stated): Button[] {
  const named = quote(key.branch);
  return claim || named === undefined
    ? []
    : [{ type: 'run', key: 'claim', label: 'I’m on it', line: `claim ${named}` }];
}

function cancelButtons(run: CiRun, can: CiCan | undefined): Button[] {
  if (!can?.cancel) return [];
  return [
    {
      type: 'run',
      key: deedKeys.cancel(run),
      label: 'Cancel run',
      line: `ci cancel ${run.run}`,
      confirm: {
        title: 'Cancel the run?',
        text: cut(`${runName(run)} at ${run.commit.slice(0, 7)} is stopped where it is.`, 300),
        ok: 'Cancel run',
      },
    },
  ];
}

function pages({ forge }: Stated, run: CiRun | undefined): Button[] {
  const pull = forge?.pullRequest;
  return [
    ...(pull ? [{ type: 'open', label: `Pull request #${pull.number}`, url: pull.url } as const] : []),
    ...(run?.url === undefined
      ? []
      : [{ type: 'open', label: cut(`Open ${runName(run)}`, labelChars), url: run.url } as const]),
  ];
}
