/** What comes next in an XML document. Text is as it is written, with its entities, unless it was `quoted` in a CDATA section. */
export type XmlEvent =
  | { readonly type: 'open'; readonly name: string; readonly attributes: string; readonly at: number }
  | { readonly type: 'close'; readonly name: string; readonly at: number }
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean; readonly at: number };

const quoteOrEnd = /["'>]/g;

/**
 * Goes through a document once, from the front, and stops where it is none any more. An element that is closed as it is opened is told of
 * twice. Declarations are gone past, so that nobody's entities are expanded.
 */
export function* xmlEvents(xml: string): Generator<XmlEvent> {
  for (let at = 0; at < xml.length; ) {
    const begin = xml.indexOf('<', at);
    if (begin > at) yield { type: 'text', text: xml.slice(at, begin), quoted: false, at };
    if (begin < 0) return;
    const end = endOfMarkup(xml, begin);
    if (end < 0) return;
    at = end;
    const markup = xml.slice(begin + 1, end - 1);
    if (markup.startsWith('![CDATA['))
      yield { type: 'text', text: xml.slice(begin + 9, end - 3), quoted: true, at: begin };
    else if (markup.startsWith('/')) yield { type: 'close', name: markup.slice(1).trim(), at: begin };
    else if (!/^[!?]/.test(markup)) yield* element(markup, begin);
  }
}

function* element(markup: string, at: number): Generator<XmlEvent> {
  const closed = markup.endsWith('/');
  const name = /^[^\s/]*/.exec(markup)?.[0] ?? '';
  yield { type: 'open', name, attributes: markup.slice(name.length), at };
  if (closed) yield { type: 'close', name, at };
}

/** Where what begins with `<` is over; -1 where it never is. */
function endOfMarkup(xml: string, begin: number): number {
  if (xml.startsWith('<!--', begin)) return after(xml, '-->', begin + 4);
  if (xml.startsWith('<![CDATA[', begin)) return after(xml, ']]>', begin + 9);
  if (xml.startsWith('<?', begin)) return after(xml, '?>', begin + 2);
  if (xml.startsWith('<!', begin)) {
    const end = after(xml, '>', begin);
    const inner = end < 0 ? -1 : xml.slice(begin, end).indexOf('[');
    if (inner < 0) return end;
    const closed = after(xml, ']', begin + inner);
    return closed < 0 ? -1 : after(xml, '>', closed);
  }
  quoteOrEnd.lastIndex = begin;
  for (let found = quoteOrEnd.exec(xml); found; found = quoteOrEnd.exec(xml)) {
    if (found[0] === '>') return found.index + 1;
    const closed = xml.indexOf(found[0], found.index + 1);
    if (closed < 0) return -1;
    quoteOrEnd.lastIndex = closed + 1;
  }
  return -1;
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

const attribute = /\s([^\s=/"']{1,100})\s{0,10}=\s{0,10}(?:"([^"]*)"|'([^']*)')/g;

/** The attributes of an element, by their names, as they are written. */
export const attributesOf = (written: string): ReadonlyMap<string, string> =>
  new Map([...written.matchAll(attribute)].map(([, name = '', double, single]) => [name, double ?? single ?? '']));
