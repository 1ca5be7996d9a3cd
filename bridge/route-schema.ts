import * as z from 'zod/mini';
import { PersonId } from '../protocol/model/ids.ts';
import { CiState } from '../protocol/model/run.ts';

const mostItems = 30;
const mostStars = 12;

const words = (about: string) =>
  z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(200)))
      .check(z.minLength(1), z.maxLength(mostItems), z.describe(about)),
  );

const stars = (pattern: string): number => pattern.split('*').length - 1;
const patterns = (about: string) =>
  z.optional(
    z
      .array(
        z.string().check(
          z.minLength(1),
          z.maxLength(200),
          z.refine((each) => stars(each) <= mostStars, 'has too many *'),
        ),
      )
      .check(z.minLength(1), z.maxLength(mostItems), z.describe(about)),
  );

const FilterSettings = z.strictObject({
  authors: patterns('Logins on the forge, or people by their ids here, as patterns: * stands for any characters.'),
  bots: z.optional(z.boolean().check(z.describe('Whether the author is a bot.'))),
  teams: words(
    'Groups of shiproom.yaml. Who has not linked their account is of one only where it names them by @login.',
  ),
  owners: words('Who owns a file that the pull request changes, as CODEOWNERS says: @user, @organisation/team.'),
  paths: patterns('Files that the pull request changes: * stands within one folder, ** over folders.'),
  bases: patterns('The branch that it is to be merged into: * stands for any characters.'),
  heads: patterns('The branch itself: * stands for any characters.'),
  labels: patterns('Labels of the pull request: * stands for any characters.'),
  drafts: z.optional(z.boolean().check(z.describe('Whether the pull request is a draft.'))),
  conclusions: z.optional(
    z
      .array(CiState)
      .check(
        z.minLength(1),
        z.describe('How the run ended that the event is about; of a card its newest run that ended.'),
      ),
  ),
});

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const zone = z
  .string()
  .check(
    z.refine(isZone, 'must be a time zone such as Europe/Berlin'),
    z.describe('A time zone of the IANA, as Europe/Berlin.'),
  );
const time = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day such as 08:30'));
const days = (about: string) =>
  z.optional(z.array(z.enum(dayNames)).check(z.minLength(1), z.maxLength(7), z.describe(about)));

const QuietSettings = z
  .strictObject({
    zone,
    from: z.optional(time.check(z.describe('Quiet begins each day at this time, as 19:00.'))),
    to: z.optional(time.check(z.describe('Quiet ends at this time, as 08:00; over midnight where that is earlier.'))),
    days: days('Days that are quiet from midnight to midnight.'),
  })
  .check(
    z.refine(({ from, to }) => (from === undefined) === (to === undefined), 'needs both “from” and “to”, or neither'),
    z.refine(({ from, days: all }) => from !== undefined || all !== undefined, 'needs “from” and “to”, or “days”'),
    z.refine(({ from, to }) => from === undefined || from !== to, 'begins when it ends'),
    z.refine((each) => new Set(each.days).size < dayNames.length, 'names every day, so nothing would ever be told'),
  );

const DigestSettings = z.strictObject({
  zone,
  at: z
    .array(time)
    .check(z.minLength(1), z.maxLength(24), z.describe('The times of the day at which it is told, as 09:00.')),
  days: days('The days on which it is told; every day where none is named.'),
});

const channel = z
  .string()
  .check(
    z.regex(/^[a-z][a-z-]{0,39}:[^\s@]\S{0,99}$/, 'must be a chat, a colon and a channel’s id'),
    z.describe('A chat, a colon, and the id of a channel there.'),
  );

/** One route, as either file says it. */
export const RouteSettings = z.strictObject({
  name: z
    .string()
    .check(
      z.regex(/^[^\p{Cc}\p{Cs}“”]{1,60}$/u, 'must be a short name'),
      z.describe('By which explain and the ledger call it.'),
    ),
  channels: z.optional(
    z
      .array(channel)
      .check(
        z.maxLength(mostItems),
        z.describe('Where the branches’ cards are shown, and what happens is told in their threads.'),
      ),
  ),
  people: z.optional(
    z
      .array(z.union([z.literal('author'), PersonId]))
      .check(
        z.maxLength(mostItems),
        z.describe('Who is told by direct message: people by their ids here, or author: whoever the branch is of.'),
      ),
  ),
  notify: z.optional(
    z
      .enum(['never', 'failure', 'change', 'all'])
      .check(
        z.describe(
          'What is told beside the card: nothing; that a branch went red; any change for a human to notice; the end of each run that was asked for, too.',
        ),
      ),
  ),
  include: z.optional(FilterSettings.check(z.describe('Only events that fit all of this.'))),
  exclude: z.optional(FilterSettings.check(z.describe('No event that fits all of this, whatever include says.'))),
  quiet: z.optional(
    QuietSettings.check(z.describe('When nobody is to be disturbed: what happens then is told together when it ends.')),
  ),
  digest: z.optional(DigestSettings.check(z.describe('What happens is told together at these times.'))),
});
export type RouteSettings = z.infer<typeof RouteSettings>;

/** A list of routes, each with a name of its own. */
export const RouteList = z.array(RouteSettings).check(
  z.maxLength(20),
  z.check((list) => {
    const names = new Set<string>();
    for (const [index, { name }] of list.value.entries()) {
      if (names.has(name)) list.issues.push(wrong(list.value, [index, 'name'], 'is the name of another route'));
      names.add(name);
    }
  }),
);

/** A fault of one part of what was read. */
export const wrong = (input: unknown, path: PropertyKey[], message: string) => ({
  code: 'custom' as const,
  input,
  path,
  message,
});

/** `.shiproom.yml` on a repository's default branch: it filters, and gives nobody any right. */
export const RepositoryFile = z.strictObject({
  routes: z.optional(RouteList.check(z.describe('Where what happens in this repository is told.'))),
});
