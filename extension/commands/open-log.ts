import { commandId, commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { cardOf } from '../situation.ts';
import { obstacleOf } from './obstacle.ts';
import { pickRun } from './pick-run.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

/** Opens the log of a CI run of this branch, and follows it while the run goes on. */
export async function openLog(services: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const { run } = targetOf(argument);
  if (run !== undefined) return services.logs.open(run);
  const runs = cardOf(services.situation())?.ci ?? [];
  if (runs.length === 0) {
    const { title } = commands.runCi;
    return refuse({ message: 'CI has not run for this branch.', button: title, command: commandId('runCi') });
  }
  const picked = await pickRun(runs, 'Open CI Log', services.time);
  if (picked !== undefined) await services.logs.open(picked);
}
