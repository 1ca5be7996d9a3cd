import type { CommandSpec } from '../../../protocol/model/command.ts';
import { list, message, paragraph, say, code } from '../../domain/prose.ts';
import { usage } from '../../domain/line.ts';
import { type Command, reading } from './command.ts';

/** Lists what the asker may run, or explains one command. */
export const help: Command = {
  spec: {
    name: 'help',
    summary: 'Lists the commands that you may run',
    effect: 'read',
    arguments: [{ name: 'command', summary: 'Explains only this one', kind: 'text', required: false }],
  },
  prepare: ({ catalog, values }) =>
    reading(async () => {
      const wanted = values['command']?.replace(/^\//, '').toLowerCase();
      if (wanted === undefined) {
        const lines = catalog.map((each) => [code(briefly(each)), `  ${each.summary}`]);
        return {
          message: message(
            paragraph('You may run:'),
            list(lines),
            paragraph([
              code('help ci run'),
              ' tells its options too. Add ',
              code('--here'),
              ' to let everybody read an answer.',
            ]),
          ),
        };
      }
      const found = catalog.filter((each) => each.name === wanted || each.name.startsWith(`${wanted} `));
      if (found.length === 0) return { message: say(['There is no command “', wanted, '” that you may run.']) };
      const lines = found.flatMap((each) => [
        [code(usage(each)), `  ${each.summary}`],
        ...each.arguments.map((argument) => [`${argument.name}: ${argument.summary}`]),
        ...(each.options ?? []).map((option) => [`--${option.name}: ${option.summary}`]),
      ]);
      return { message: message(list(lines)) };
    }),
};

/** Of many commands nobody reads the options. */
const briefly = (spec: CommandSpec): string => usage({ ...spec, options: [] });
