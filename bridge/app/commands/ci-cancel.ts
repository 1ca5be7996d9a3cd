import { hasEnded, runName } from '../../../protocol/model/health.ts';
import { say } from '../../domain/prose.ts';
import { done, refuse } from '../outcome.ts';
import { upstream } from '../upstream.ts';
import { answering, type Command, refusing } from './command.ts';
import { noRun, runWords } from './runs.ts';
import { deedKeys } from '../../../protocol/model/done.ts';
import { afterDeed, deed, findTarget } from './target.ts';

/** Ends a run that is queued or under way. */
export const ciCancel: Command = {
  spec: {
    name: 'ci cancel',
    summary: 'Ends a CI run that is queued or under way',
    effect: 'write',
    arguments: [{ name: 'run', summary: 'The run; your branch’s newest if left out', kind: 'run', required: false }],
  },
  async prepare(context) {
    const found = await findTarget(context, (run) => !hasEnded(run.state));
    if (!found.ok) return refusing(found);
    const target = found.value;
    if (!target) return answering(noRun(context, 'ci cancel', 'No such CI run is under way.'));
    const { about, run, provider, engine } = target;
    if (!provider.can.cancel) return refusing(refuse('upstream_refused', `${engine} cannot cancel a run.`));
    const once = { key: deedKeys.cancel(run), did: `cancelled ${runName(run)}` };
    return deed(target, once, async () => {
      const acted = hasEnded(run.state)
        ? done(undefined)
        : await upstream(engine, () => provider.act({ type: 'cancel', run }));
      if (!acted.ok) return acted;
      await afterDeed({ ...context, by: run.requestedBy ?? context.by }, provider, acted.value);
      const words = acted.value ? ' is being cancelled.' : ' has ended already.';
      return done({ message: say([...runWords(run), words]), about, run: run.run, undone: !acted.value });
    });
  },
};
