import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiProvider } from '../../ports/ci-provider.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { code, message, paragraph, pre, say } from '../../domain/prose.ts';
import { type Command, reading } from './command.ts';
import { findRun, noRun, runWords } from './runs.ts';

/** The end of a run's log. The whole of it is one click away on the card. */
export const ciLog: Command = {
  spec: {
    name: 'ci log',
    summary: 'Shows the last lines of a CI run’s log',
    effect: 'read',
    arguments: [{ name: 'run', summary: 'The run; your branch’s newest if left out', kind: 'run', required: false }],
    options: [{ name: 'job', summary: 'One job’s; the first failing one’s if left out', kind: 'word' }],
  },
  prepare: (context) =>
    reading(async () => {
      const found = await findRun(context, context.values['run'], () => true);
      const none = ['There is no such CI run. ', code('ci status'), ' lists them.'];
      if (!found) return { message: say(noRun(context, 'ci log', none)) };
      const { about, run } = found;
      const tail = await lastLines(
        context.world.ci.find((each) => each.id === run.provider),
        run.run,
        jobOf(run, context.options['job']?.[0]),
      );
      const head = paragraph([...runWords(run), ` of ${about.branch}: ${run.state}`]);
      return {
        message: tail === '' ? message(head, paragraph('The log is empty.')) : message(head, pre(tail)),
        about,
        run: run.run,
      };
    }),
};

const jobOf = (run: CiRun, named: string | undefined): string | undefined =>
  named === undefined
    ? undefined
    : (run.jobs?.find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase())?.id ?? named);

const lines = 20;

/** Reads on to the end of what is there, and keeps no more of it than the last lines can need. */
async function lastLines(provider: CiProvider | undefined, run: RunId, job: string | undefined): Promise<string> {
  let text = '';
  let from = 0;
  for (;;) {
    // Each piece begins where the one before ended.
    const piece = await provider?.log(run, from, { job });
    if (!piece) break;
    if (piece.note !== undefined && piece.text === '') return piece.note;
    text = (text + piece.text).slice(-20_000);
    if (piece.ended || piece.next === from) break;
    from = piece.next;
  }
  return text.trimEnd().split('\n').slice(-lines).join('\n').slice(-6000);
}
