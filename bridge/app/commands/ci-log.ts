import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiProvider } from '../../ports/ci-provider.ts';
import { code, message, paragraph, pre, say } from '../../domain/prose.ts';
import { type Command, reading } from './command.ts';
import { findRun } from './runs.ts';

/** The end of a run's log. The whole of it is one click away on the card. */
export const ciLog: Command = {
  spec: {
    name: 'ci log',
    summary: 'Shows the last lines of a CI run’s log',
    effect: 'read',
    arguments: [{ name: 'run', summary: 'The run; your branch’s newest if left out', kind: 'run', required: false }],
  },
  prepare: (context) =>
    reading(async () => {
      const found = await findRun(context, context.values['run'], () => true);
      if (!found) return { message: say(['There is no such CI run. ', code('ci status'), ' lists them.']) };
      const { about, run } = found;
      const tail = await lastLines(
        context.world.ci.find((each) => each.id === run.provider),
        run.run,
      );
      const head = paragraph(['CI run ', code(run.run), ` of ${about.branch}: ${run.state}`]);
      return {
        message: tail === '' ? message(head, paragraph('The log is empty.')) : message(head, pre(tail)),
        about,
        run: run.run,
      };
    }),
};

const lines = 20;

/** Reads on to the end of what is there, and keeps no more of it than the last lines can need. */
async function lastLines(provider: CiProvider | undefined, run: RunId): Promise<string> {
  let text = '';
  let from = 0;
  for (;;) {
    // Each piece begins where the one before ended.
    const piece = await provider?.log(run, from);
    if (!piece) break;
    text = (text + piece.text).slice(-20_000);
    if (piece.ended || piece.next === from) break;
    from = piece.next;
  }
  return text.trimEnd().split('\n').slice(-lines).join('\n').slice(-6000);
}
