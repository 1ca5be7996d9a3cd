import type { CardKey } from '../../../protocol/model/card.ts';
import type { Workflow } from '../../../protocol/model/workflow.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { World } from '../world.ts';

/** What can be started. `failure`: an engine has not told what it has, so there may be more. */
interface Startable {
  readonly workflows: readonly Workflow[];
  readonly failure?: PlatformError;
}

/** Everything that can be started for a branch, of every provider that knows its repository. */
export async function startable(world: World, { repository, branch }: CardKey): Promise<Startable> {
  const engines = world.ci.filter((each) => each.can.start);
  const told = await Promise.all(
    engines.map((each) =>
      each.workflows(repository, branch).catch((error: unknown) => {
        if (error instanceof PlatformError) return error;
        throw error;
      }),
    ),
  );
  const failure = told.find((each) => each instanceof PlatformError);
  const workflows = told.flatMap((each) => (each instanceof PlatformError ? [] : (each ?? [])));
  return { workflows, ...(failure && { failure }) };
}
