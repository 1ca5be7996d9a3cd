import { offering } from '../../domain/buttons.ts';
import { code, message, paragraph, say, strong, table } from '../../domain/prose.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { canOf } from '../ci/can-of.ts';
import { lags } from './asked.ts';
import { type Command, reading } from './command.ts';
import { runsOf, runWords } from './runs.ts';

const shown = 5;

/** The newest runs of a branch. */
export const ciStatus: Command = {
  spec: {
    name: 'ci status',
    summary: 'Shows the last CI runs of a branch',
    effect: 'read',
    arguments: [{ name: 'branch', summary: 'The branch; yours if left out', kind: 'branch', required: false }],
  },
  prepare: (context) =>
    reading(async () => {
      const found = await runsOf(context, context.values['branch']);
      if (!found)
        return { message: say(['Which branch? Say ', code('ci status <branch>'), ', or share yours first.']) };
      const { about, runs, card } = found;
      const late = lags(context.world, 'ci');
      if (runs.length === 0)
        return {
          message: message(
            paragraph(['No CI run of ', code(about.branch), ' is known here. Start one with ', code('ci run'), '.']),
            ...late,
          ),
          about,
        };
      const some = runs.slice(0, shown);
      // Not every engine counts tests.
      const counted = some.some((run) => run.counts !== undefined);
      const rows = some.map((run) => [
        run.number === undefined ? [code(run.run)] : [...runWords(run), ' ', code(run.run)],
        run.state,
        [code(run.commit.slice(0, 7))],
        ...(counted ? [counts(run)] : []),
        run.requestedBy?.name ?? (run.actor === undefined ? '' : `@${run.actor}`),
      ]);
      const header = ['Run', 'State', 'Commit', ...(counted ? ['Tests'] : []), 'Started by'];
      const head = paragraph(['CI of ', strong(about.branch)]);
      const told = message(head, table(header, rows), ...late);
      return { message: offering(told, card, canOf(context.world)), about };
    }),
};

const counts = ({ counts: tests }: CiRun): string => (tests ? `${tests.passed} passed, ${tests.failed} failed` : '');
