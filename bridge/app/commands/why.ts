import { code, list, message, paragraph, say, strong, type Words } from '../../domain/prose.ts';
import { done } from '../outcome.ts';
import { why as look, type Why } from '../routes/why.ts';
import type { Command, Context } from './command.ts';

/** More lines make a message that nobody reads; all of them are told by `shiproom why` where the bridge runs. */
const mostLines = 12;

/** Says how a branch, an entry or a message was told to the chats, and by which rule. */
export const why: Command = {
  spec: {
    name: 'why',
    summary: 'Says why a thing was or was not posted',
    effect: 'read',
    arguments: [
      { name: 'what', summary: 'A branch, an entry as #12, or the link of a message', kind: 'text', required: false },
    ],
  },
  prepare: async (context) => ({ act: () => answer(context) }),
};

async function answer({ world, room, by, repository, branch, values }: Context) {
  const what = values['what'] ?? (branch === undefined ? undefined : `${repository}#${branch}`);
  if (what === undefined)
    return done({ message: say(['Of what? Say ', code('why <branch>'), ', ', code('why #12'), ', or paste a link.']) });
  const found = await look(world, room, what, by.id);
  return found.ok ? done({ message: told(found.value) }) : found;
}

function told({ about, lines }: Why) {
  if (lines.length === 0)
    return say(`Nothing of ${about} was told to a chat, nor kept from one, in the 14 days that the ledger goes back.`);
  const rows = lines
    .slice(-mostLines)
    .map(
      ({ at, event, rule, result, verdict }): Words => [
        `${instant(at)}  `,
        strong(event),
        ` → ${result.replace(/, as \S+/, '') || verdict}${rule === '' ? '' : ` · ${rule}`}`,
      ],
    );
  const left = lines.length - rows.length;
  return message(
    paragraph(
      left > 0
        ? `The newest ${rows.length} of ${lines.length} lines of ${about}, in UTC:`
        : `All lines of ${about}, in UTC:`,
    ),
    list(rows),
  );
}

const instant = (at: number): string => new Date(at).toISOString().slice(5, 16).replace('T', ' ');
