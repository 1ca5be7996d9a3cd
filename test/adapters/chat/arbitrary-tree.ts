import fc from 'fast-check';
import { PersonId } from '../../../protocol/model/ids.ts';
import type { Block, Inline } from '../../../protocol/model/message.ts';
import { nasty } from './arbitrary.ts';

/** People of whom the chat knows an account. */
export const callable = [
  { person: PersonId.parse('slack:T1/U1'), user: 'U1', name: 'Ana' },
  { person: PersonId.parse('slack:T1/W2'), user: 'W2', name: 'Bo < & >' },
] as const;

/** Words that a chat carries as they are: not empty, and nothing in them that is not seen. */
const words = (max: number) =>
  nasty(max).map(
    (text) => text.toWellFormed().replaceAll(/(?!\n)\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '') || 'x',
  );

const hrefs = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constant('http://ci.internal:8080/job/1?a=<b>|c'),
);
const styles = fc.constantFrom('strong' as const, 'emphasis' as const, 'strike' as const);
const inline = fc.oneof(
  words(60).map((text): Inline => ({ type: 'text', text })),
  fc.tuple(words(60), styles).map(([text, style]): Inline => ({ type: 'text', text, style })),
  words(40).map((text): Inline => ({ type: 'code', text })),
  fc.tuple(words(40), hrefs).map(([text, href]): Inline => ({ type: 'link', text, href })),
  fc.constantFrom(...callable).map(({ person, name }): Inline => ({ type: 'mention', person, text: `@${name}` })),
);

const kindOf = (each: Inline): string => `${each.type} ${'style' in each ? each.style : ''}`;
/** Neighbours of one kind are one: what joins them cannot be told from what does not. */
const line = fc
  .array(inline, { minLength: 1, maxLength: 6 })
  .map((all) => all.filter((each, index) => index === 0 || kindOf(each) !== kindOf(all[index - 1] as Inline)));

const title = words(20).map((text) => (text.trim() === '' ? '' : text));
const cell = fc.oneof(
  fc.constant<Inline[]>([]),
  line.filter(([first, ...rest]) => rest.length > 0 || first?.type !== 'text' || first.text.trim() !== ''),
);
const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    type: fc.constant('table' as const),
    header: fc.array(title, { minLength: columns, maxLength: columns }),
    rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 3 }),
  }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom('paragraph' as const, 'quote' as const), children: line }),
  fc.record({ type: fc.constant('code' as const), text: words(200) }),
  fc.record({
    type: fc.constant('code' as const),
    text: words(200),
    language: fc.constantFrom('ts', 'c++', 'objective-c'),
  }),
  fc.record({
    type: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(line, { minLength: 1, maxLength: 4 }),
  }),
);

/**
 * Trees in the form in which a chat carries them: nothing empty, neighbours of one kind joined, mentions of people who have an account
 * there, at most one table, and not more than fits into one message.
 */
export const chatTrees: fc.Arbitrary<Block[]> = fc
  .tuple(fc.array(block, { maxLength: 4 }), fc.option(table, { nil: undefined }), fc.array(block, { maxLength: 3 }))
  .map(([before, one, after]) => [...before, ...(one ? [one] : []), ...after])
  .filter((blocks) => blocks.length > 0 && JSON.stringify(blocks).length < 6000);
