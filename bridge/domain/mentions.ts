import type { Block, Inline, Message } from '../../protocol/model/message.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';

/** A message with each of its inlines replaced by what `turn` makes of it. */
export function withInlines(message: Message, turn: (inline: Inline) => readonly Inline[]): Message {
  const line = (children: readonly Inline[]): Inline[] => children.flatMap(turn).slice(0, 500);
  const block = (each: Block): Block => {
    switch (each.type) {
      case 'paragraph':
      case 'quote':
        return { ...each, children: line(each.children) };
      case 'list':
        return { ...each, items: each.items.map(line) };
      case 'table':
        return { ...each, rows: each.rows.map((row) => row.map(line)) };
      case 'code':
        return each;
    }
  };
  return { ...message, blocks: message.blocks.map(block) };
}

/** Reads `@name` and `@id` in a person's words as mentions of those who are here. Where several are called so, nobody is meant. */
export function withMentions(message: Message, people: readonly Person[]): Message {
  const names = namesOf(people);
  return withInlines(message, (inline) =>
    inline.type === 'text' && inline.text.includes('@') ? found(inline, names) : [inline],
  );
}

/** Who is called how, and how long such names are, the longest first. */
interface Names {
  readonly people: ReadonlyMap<string, PersonId>;
  readonly lengths: readonly number[];
}

/** Longest first: who is called `Ana Maria` is not `Ana`. */
function namesOf(people: readonly Person[]): Names {
  const names = new Map<string, PersonId | undefined>();
  for (const { id, name } of people)
    for (const word of new Set([id.toLowerCase(), name.toLowerCase()]))
      names.set(word, names.has(word) && names.get(word) !== id ? undefined : id);
  const own = [...names].flatMap(([name, id]) => (id === undefined || name === '' ? [] : [[name, id] as const]));
  const lengths = new Set(own.map(([name]) => name.length));
  return { people: new Map(own), lengths: [...lengths].toSorted((a, b) => b - a) };
}

/** How each may be called so that nobody else is meant: by name, or else by id. Who cannot be called is not in it. */
export function callsOf(people: readonly Person[]): ReadonlyMap<PersonId, string> {
  const names = namesOf(people);
  const calls = new Map<PersonId, string>();
  for (const { id, name } of people) {
    const call = [name, id].find((word) => isMeant(id, word, names));
    if (call !== undefined && !calls.has(id)) calls.set(id, call);
  }
  return calls;
}

/** Those who are called so, each once. */
export const called = (people: readonly Person[], word: string): readonly Person[] => {
  const wanted = word.toLowerCase();
  const fitting = people.filter(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  return [...new Map(fitting.map((each) => [each.id, each])).values()];
};

function isMeant(person: PersonId, word: string, names: Names): boolean {
  const [first] = found({ type: 'text', text: `@${word} ` }, names);
  return first?.type === 'mention' && first.person === person && first.text === `@${word}`;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

function found(inline: Extract<Inline, { type: 'text' }>, names: Names): Inline[] {
  const { text } = inline;
  const lower = text.toLowerCase();
  // Lower case may be longer than its capitals: then positions say nothing.
  if (lower.length !== text.length) return [inline];
  const parts: Inline[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < from || wordCharacter.test(text.charAt(at - 1))) continue;
    const named = (length: number): PersonId | undefined =>
      at + length < lower.length ? names.people.get(lower.slice(at + 1, at + 1 + length)) : undefined;
    const length = names.lengths.find(
      (each) => named(each) !== undefined && !wordCharacter.test(text.charAt(at + 1 + each)),
    );
    const person = length === undefined ? undefined : named(length);
    if (length === undefined || person === undefined) continue;
    const end = at + 1 + length;
    if (at > from) parts.push({ ...inline, text: text.slice(from, at) });
    parts.push({ type: 'mention', text: text.slice(at, end), person });
    from = end;
  }
  return from === 0 ? [inline] : [...parts, ...(from < text.length ? [{ ...inline, text: text.slice(from) }] : [])];
}
