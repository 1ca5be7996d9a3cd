import { BranchName } from '../../../protocol/model/ids.ts';
import type { PullRequest } from '../../../protocol/model/pull-request.ts';
import { waitsFor } from '../../../protocol/model/waits.ts';
import { cardId } from '../../domain/card.ts';
import { code, list, message, paragraph, say, strong, type Words } from '../../domain/prose.ts';
import { type Command, reading } from './command.ts';

/** How a branch's pull request stands, and what it waits for. */
export const pr: Command = {
  spec: {
    name: 'pr',
    summary: 'Shows a branch’s pull request, and what it waits for',
    effect: 'read',
    arguments: [{ name: 'branch', summary: 'The branch; yours if left out', kind: 'branch', required: false }],
  },
  prepare: ({ world, repository, branch, values }) =>
    reading(async () => {
      const name = BranchName.safeParse(values['branch'] ?? branch);
      if (!name.success)
        return { message: say(['Which branch? Say ', code('pr <branch>'), ', or share yours first.']) };
      const about = { repository, branch: name.data };
      const card = (await world.store.get('card', cardId(about)))?.value;
      const pull = card?.forge?.pullRequest;
      if (!card || pull === undefined)
        return { message: say(['No forge with pull requests has told of ', code(name.data), '.']) };
      if (pull === null) return { message: say([code(name.data), ' has no pull request.']), about };
      const waits = waitsFor(card).map(({ words }): Words => [words]);
      const head = paragraph([
        strong(`#${pull.number} ${pull.title}`),
        ` is ${pull.state}: `,
        { type: 'link', text: pull.url, href: pull.url },
      ]);
      const lines = [...reviews(pull), ...waits];
      const open = pull.state === 'open' || pull.state === 'draft';
      return {
        message:
          lines.length > 0
            ? message(head, list(lines))
            : message(head, ...(open ? [paragraph('It waits for nothing.')] : [])),
        about,
      };
    }),
};

const words = {
  approved: 'approved it',
  'changes-requested': 'asked for changes',
  commented: 'commented',
  dismissed: 'reviewed it, which was dismissed',
} as const;

const reviews = ({ reviews: all = [] }: PullRequest): Words[] => all.map(({ by, state }) => [`@${by} ${words[state]}`]);
