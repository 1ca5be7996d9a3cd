import { BranchName } from '../../../protocol/model/ids.ts';
import type { PullRequest } from '../../../protocol/model/pull-request.ts';
import { waitsFor } from '../../../protocol/model/waits.ts';
import { offering } from '../../domain/buttons.ts';
import { code, list, message, paragraph, say, strong, type Words } from '../../domain/prose.ts';
import { canOf } from '../ci/can-of.ts';
import { cardOf, lags } from './asked.ts';
import { type Command, reading } from './command.ts';

/** How a branch's pull request stands, and what it waits for. */
export const pr: Command = {
  spec: {
    name: 'pr',
    summary: 'Shows a branch’s pull request, and what it waits for',
    effect: 'read',
    arguments: [{ name: 'branch', summary: 'The branch; yours if left out', kind: 'branch', required: false }],
  },
  prepare: (context) =>
    reading(async () => {
      const { world, repository, branch, values } = context;
      const name = BranchName.safeParse(values['branch'] ?? branch);
      if (!name.success)
        return { message: say(['Which branch? Say ', code('pr <branch>'), ', or share yours first.']) };
      const about = { repository, branch: name.data };
      const card = await cardOf(context, about);
      const late = lags(world, 'forge');
      const pull = card?.forge?.pullRequest;
      if (!card || pull === undefined)
        return {
          message: message(paragraph(['No forge with pull requests has told of ', code(name.data), '.']), ...late),
        };
      if (pull === null)
        return { message: message(paragraph([code(name.data), ' has no pull request.']), ...late), about };
      const waits = waitsFor(card).map(({ words }): Words => [words]);
      const head = paragraph([
        strong(`#${pull.number} ${pull.title}`),
        ` is ${pull.state}: `,
        { type: 'link', text: pull.url, href: pull.url },
      ]);
      const seen = reviews(pull);
      const lines = [
        ...(seen.length > 0 ? [list(seen)] : []),
        ...(waits.length > 0 ? [paragraph('It waits for:'), list(waits)] : []),
      ];
      const open = pull.state === 'open' || pull.state === 'draft';
      const rest = lines.length > 0 || !open ? lines : [paragraph('It waits for nothing.')];
      return { message: offering(message(head, ...rest, ...late), card, canOf(world)), about };
    }),
};

const words = {
  approved: 'approved it',
  'changes-requested': 'asked for changes',
  commented: 'commented',
  dismissed: 'reviewed it, which was dismissed',
} as const;

const reviews = ({ reviews: all = [] }: PullRequest): Words[] => all.map(({ by, state }) => [`@${by} ${words[state]}`]);
