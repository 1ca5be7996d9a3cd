import type { CardKey } from '../../../protocol/model/card.ts';
import type { Workflow } from '../../../protocol/model/workflow.ts';
import type { World } from '../world.ts';

/** Everything that can be started for a branch, of every provider that knows its repository. */
export async function startable(world: World, { repository, branch }: CardKey): Promise<Workflow[]> {
  const engines = world.ci.filter((each) => each.can.start);
  const found = await Promise.all(engines.map((each) => each.workflows(repository, branch)));
  return found.flatMap((each) => each ?? []);
}
