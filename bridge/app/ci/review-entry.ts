import type { CardKey } from '../../../protocol/model/card.ts';
import type { ForgeFact } from '../../../protocol/model/pull-request.ts';
import { code, message, paragraph } from '../../domain/prose.ts';
import type { NewEntry } from '../../ports/store.ts';

/** Says that people were asked to review an open pull request who had not been asked before; undefined where nobody was. */
export function reviewEntry(
  about: CardKey,
  before: ForgeFact | undefined,
  now: ForgeFact,
  at: number,
): NewEntry | undefined {
  const pull = now.pullRequest;
  if (pull?.state !== 'open' || !pull.requested?.length) return undefined;
  // The first look at a pull request tells of what stands there already: nobody is asked by that.
  const known = before?.pullRequest?.number === pull.number ? before.pullRequest.requested : undefined;
  const asked = known ? pull.requested.filter((login) => !known.includes(login)) : [];
  if (asked.length === 0) return undefined;
  const whom = asked.map((login) => `@${login}`).join(', ');
  return {
    type: 'turned',
    at,
    turn: 'review-asked',
    about,
    message: message(
      paragraph([
        `${whom} was asked to review `,
        { type: 'link', text: `#${pull.number} ${pull.title}`, href: pull.url },
        ' of ',
        code(about.branch),
        '.',
      ]),
    ),
  };
}
