import { hasEnded } from '../../../protocol/model/health.ts';
import { code, say } from '../../domain/prose.ts';
import type { Command } from './command.ts';
import { findRun } from './runs.ts';

/** Ends a run that is queued or under way. */
export const ciCancel: Command = {
  spec: {
    name: 'ci cancel',
    summary: 'Ends a CI run that is queued or under way',
    effect: 'write',
    arguments: [{ name: 'run', summary: 'The run; your branch’s newest if left out', kind: 'run', required: false }],
  },
  async prepare(context) {
    const found = await findRun(context, context.values['run'], (run) => !hasEnded(run.state));
    if (!found) return { act: async () => ({ message: say('No such CI run is under way.') }) };
    const { about, run } = found;
    return {
      branch: about.branch,
      async act() {
        const provider = context.world.ci.find((each) => each.id === run.provider);
        const ending = !hasEnded(run.state) && (await provider?.cancel(run.run));
        const words = ending ? ' is being cancelled.' : ' has ended already.';
        return { message: say(['CI run ', code(run.run), words]), about, run: run.run };
      },
    };
  },
};
