import * as vscode from 'vscode';
import { hasEnded, runName } from '../../protocol/model/health.ts';
import type { CiRun, Gate, GateDecision } from '../../protocol/model/run.ts';
import { canQuote } from '../deed.ts';
import type { Services } from '../services.ts';
import { boundTo, cardOf } from '../situation.ts';
import { canOf } from '../views/rows/can.ts';
import { logins, plain, rowText, shortSha } from '../views/words.ts';
import { doErrand } from './do-errand.ts';
import { findRun, type Found } from './find-run.ts';
import { obstacleOf, showNow } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

type Verdict = GateDecision['verdict'];
type Asked = Found & { readonly gate: Gate };

const verbs = {
  approved: () => vscode.l10n.t('Approve'),
  rejected: () => vscode.l10n.t('Reject'),
} as const;
const titles = {
  approved: () => vscode.l10n.t('Approve Deployment'),
  rejected: () => vscode.l10n.t('Reject Deployment'),
} as const;
const longestComment = 500;

/** Lets a run go on to the environment that it waits for, once its user has seen which commit of which workflow that is. */
export const approve = (services: Services, argument?: unknown): Promise<void> =>
  decide(services, argument, 'approved');

/** Keeps a run from the environment that it waits for. */
export const reject = (services: Services, argument?: unknown): Promise<void> => decide(services, argument, 'rejected');

async function decide(services: Services, argument: unknown, verdict: Verdict): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const asked = await choose(services, argument, titles[verdict]());
  if (!asked) return;
  const { run, card, gate } = asked;
  const comment = await vscode.window.showInputBox({
    title: titleFor(verdict, plain(gate.environment)),
    prompt: verdict === 'approved' ? vscode.l10n.t('A comment, if you want to leave one') : vscode.l10n.t('Why not'),
    validateInput: judge,
  });
  if (comment === undefined) return;
  const at = boundTo(services.situation(), card, run);
  if (!(await confirm(asked, verdict, at === undefined))) return;
  await doErrand(services, {
    deed: { type: 'decide', run, environment: gate.environment, verdict, comment: comment.trim() },
    about: card.key,
    at,
  });
}

const titleFor = (verdict: Verdict, environment: string): string =>
  verdict === 'approved'
    ? vscode.l10n.t('Approve Deployment to {0}', environment)
    : vscode.l10n.t('Reject Deployment to {0}', environment);

function judge(text: string): string | undefined {
  if (text.length > longestComment) return vscode.l10n.t('A comment has at most {0} characters.', longestComment);
  return canQuote(text) ? undefined : vscode.l10n.t('A comment cannot hold every kind of quotation mark at once.');
}

/** The gate of a row; else the only one of this branch, or the one that is picked. */
async function choose({ situation }: Services, argument: unknown, title: string): Promise<Asked | undefined> {
  const { run: id, environment } = targetOf(argument);
  const { room } = situation();
  const found = id === undefined ? undefined : findRun(situation(), id);
  const own = cardOf(situation());
  const all = found
    ? [found]
    : (own?.ci ?? []).map((run) => ({ card: own, run, can: canOf(room?.sources, run.provider) }));
  const gates = all
    .flatMap((each) => gatesOf(each.run).map((gate) => ({ ...each, gate })))
    .filter(({ card, can, gate }) => card && can.decide && (environment ?? gate.environment) === gate.environment)
    .flatMap(({ card, ...rest }) => (card ? { card, ...rest } : []));
  if (gates.length === 0) {
    refuse({ message: vscode.l10n.t('No deployment waits here for an approval that can be given.'), ...showNow });
    return undefined;
  }
  if (gates.length === 1) return gates[0];
  const items = gates.map((asked) => ({
    label: rowText(asked.gate.environment),
    description: vscode.l10n.t('{0} at {1}', rowText(asked.run.workflow), shortSha(asked.run.commit)),
    asked,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Which environment') }))?.asked;
}

const gatesOf = (run: CiRun): readonly Gate[] =>
  hasEnded(run.state) ? [] : (run.gates ?? []).filter(({ until }) => until === undefined);

async function confirm({ run, card, gate }: Asked, verdict: Verdict, old: boolean): Promise<boolean> {
  const environment = plain(gate.environment);
  const detail = [
    vscode.l10n.t('Environment: {0}', environment),
    vscode.l10n.t('Workflow: {0}', plain(runName(run))),
    vscode.l10n.t('Branch: {0}', plain(card.key.branch)),
    vscode.l10n.t('Commit: {0}', run.commit),
    ...(old ? [vscode.l10n.t('The branch has moved on since: this is an older commit.')] : []),
    ...(gate.approvers.length > 0 ? [vscode.l10n.t('Asked of {0}', logins(gate.approvers))] : []),
  ].join('\n');
  const question =
    verdict === 'approved'
      ? vscode.l10n.t('Approve the deployment to {0}?', environment)
      : vscode.l10n.t('Reject the deployment to {0}?', environment);
  const verb = verbs[verdict]();
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, verb)) === verb;
}
