import * as vscode from 'vscode';
import { newestCommit } from '../../protocol/model/newest-commit.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { Sha } from '../../protocol/model/ids.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import type { Services } from '../services.ts';
import { cardOf, hereOf, type Situation } from '../situation.ts';
import { askAll } from './ask-all.ts';
import { doErrand } from './do-errand.ts';
import { obstacleOf } from './obstacle.ts';
import { quickAsk } from './quick-ask.ts';
import { targetOf } from './row-target.ts';
import { chosenInputs, chosenName, chosenWorkflow, keyOf, planRunCi } from './run-ci-plan.ts';
import { refuse } from './say.ts';

/** Runs CI: asks, as far as there is a choice, for the workflow, the branch or commit, and each input. */
export async function runCi(services: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const situation = services.situation();
  const here = hereOf(situation);
  const workflows = await startable(services);
  const forHere = targetOf(argument).context?.split(' ')[0] === 'ci';
  const last = (workflow: Workflow) => services.memory.inputs(keyOf(workflow));
  const answers = await askAll(planRunCi({ here, workflows, forHere, last }), quickAsk(vscode.l10n.t('Run CI')));
  if (!answers) return;
  const workflow = chosenWorkflow(workflows, answers);
  const named = chosenName(answers);
  const inputs = chosenInputs(workflow, answers);
  if (workflow && workflow.inputs.length > 0) await services.memory.keepInputs(keyOf(workflow), inputs);
  const card = named === undefined ? cardOf(situation) : other(situation, named);
  await doErrand(services, {
    deed: { type: 'start', workflow, named, branch: named === undefined ? here?.branch : card?.key.branch, inputs },
    about: here,
    at: shown(situation, card, named === undefined),
  });
}

/** What can be started for this branch; nothing where the bridge cannot tell, and then it chooses itself. */
async function startable({ situation, workflows }: Services): Promise<readonly Workflow[]> {
  const here = hereOf(situation());
  const outcome = here && (await workflows(here));
  return outcome?.ok ? outcome.value : [];
}

const other = ({ room, checkout }: Situation, name: string): Card | undefined =>
  room?.cards.find(({ key }) => key.repository === checkout?.repository && key.branch === name);

/** The commit that its user sees: the forge's newest, which is the one that is built; where no forge tells, that of this checkout. */
function shown({ checkout }: Situation, card: Card | undefined, own: boolean): Sha | undefined {
  const newest = card && newestCommit(card);
  if (newest !== undefined) return newest;
  return own && checkout?.at.state === 'branch' ? checkout.at.head : undefined;
}
