import { code, message, say, table } from '../../domain/prose.ts';
import { type Command, reading } from './command.ts';

/** Who has the room open, and the branch that each shares. */
export const who: Command = {
  spec: { name: 'who', summary: 'Shows who is here, and on which branch', effect: 'read', arguments: [] },
  prepare: ({ world }) =>
    reading(async () => {
      const people = world.roster.people();
      if (people.length === 0) return { message: say('Nobody has the room open.') };
      const rows = people.map(({ person, on }) => [person.name, on ? [code(on.branch)] : 'shares no branch']);
      return { message: message(table(['Who', 'Branch'], rows)) };
    }),
};
