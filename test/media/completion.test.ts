// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, complete, everybody, type Known } from '../../media/completion.ts';
import { BranchName, PersonId } from '../../protocol/model/ids.ts';
import { key, person, run, sha, work } from '../support/samples.ts';
import { card, commands, said } from './samples.ts';

const known: Known = {
  commands,
  cards: [card('feat/login'), card('main', { ci: [run({ run: 'local:7' })], work: [work({ head: sha('b') })] })],
  people: [{ person: person('Ana') }, { person: person('Bo'), on: key('main') }, { person: person('Ann Bo') }],
};
const at = (text: string, more = known) => complete(text, text.length, more);
const labels = (text: string) => at(text)?.offers.map((offer) => offer.label);
/** What Enter makes of a text, where it does not send it. */
const taken = (text: string, index?: number) => {
  const completion = at(text);
  const offer = completion?.offers[index ?? completion.picked];
  return completion && offer && accept(text, completion, offer).text;
};

describe('commands', () => {
  it('offers those that begin so, then those of which a later word does', () => {
    expect(labels('/')).toEqual([
      '/help',
      '/status [branch]',
      '/ci run [branch]',
      '/ci status [branch]',
      '/ci cancel [run]',
    ]);
    expect(labels('/ci')).toEqual(['/ci run [branch]', '/ci status [branch]', '/ci cancel [run]']);
    expect(labels('/CI  s')).toEqual(['/ci status [branch]']);
    expect(labels('/st')).toEqual(['/status [branch]', '/ci status [branch]']);
    expect(labels('/nothing')).toBeUndefined();
    expect(labels('not /ci')).toBeUndefined();
  });

  it('leaves room for arguments only where there are any', () => {
    expect(taken('/he')).toBe('/help');
    expect(taken('/ci r')).toBe('/ci run ');
  });

  it('leaves what stands behind the caret alone', () => {
    expect(complete('/ci run main', 3, known)).toBeUndefined();
    expect(complete('/', 0, known)).toBeUndefined();
  });
});

describe('arguments', () => {
  it('offers branches, and no offer is meant before a letter is typed', () => {
    expect(labels('/ci run ')).toEqual(['feat/login', 'main']);
    expect(at('/ci run ')?.picked).toBe(-1);
    expect(taken('/ci run m')).toBe('/ci run main ');
    expect(taken('/ci  run fe')).toBe('/ci  run feat/login ');
  });

  it('offers runs where a run is wanted, and nothing after the last argument', () => {
    expect(labels('/ci cancel l')).toEqual(['local:7']);
    expect(labels('/ci run main ')).toBeUndefined();
  });

  it('offers commits where a commit is wanted', () => {
    const show = {
      name: 'show',
      summary: '',
      effect: 'read',
      arguments: [{ name: 'sha', summary: '', kind: 'commit', required: true }],
    } as const;
    const showing = { ...known, commands: [{ ...show, arguments: [...show.arguments] }] };
    expect(at('/show ', showing)?.offers.map((offer) => offer.label)).toEqual(['aaaaaaa', 'bbbbbbb']);
    expect(at('/s', showing)?.offers[0]?.label).toBe('/show <sha>');
  });

  it('offers to let everybody read the answer', () => {
    expect(taken('/ci status --')).toBe('/ci status --here ');
    expect(labels('/ci status --here ')).toEqual(['feat/login', 'main']);
  });

  it('quotes a branch that the bot’s line would take apart', () => {
    const odd = ['"quoted', '‘curly', '—dash', 'a'].map((name) => card(BranchName.parse(name)));
    const offers = at('/ci run ', { ...known, cards: odd })?.offers.map((offer) => offer.insert);
    expect(offers).toEqual([`'"quoted' `, '"‘curly" ', '"—dash" ', 'a ']);
  });
});

describe('people', () => {
  it('are those who are here, and those who have spoken', () => {
    const room = { people: [{ person: person('Ana'), devices: 1 }], entries: [said(1), said(2)] };
    expect(everybody(room).map((each) => each.person.name)).toEqual(['Ana', 'Bo']);
  });

  it('are named by their ids where two are called the same', () => {
    const other = { ...person('Ana'), id: PersonId.parse('slack:T1/U7') };
    const people = [{ person: person('Ana') }, { person: other }];
    expect(at('ask @an', { ...known, people })?.offers.map(({ insert }) => insert)).toEqual(['@ana ', '@slack:T1/U7 ']);
  });

  it('offers those of whose name a word begins so', () => {
    expect(labels('ask @b')).toEqual(['Bo', 'Ann Bo']);
    expect(labels('@')).toEqual(['Ana', 'Bo', 'Ann Bo']);
    expect(taken('ask @ana')).toBe('ask @Ana ');
    expect(complete('@a rest', 2, known)?.to).toBe(3);
  });

  it('does not take an address for a mention', () => {
    expect(labels('mail ana@b')).toBeUndefined();
    expect(labels('see @b ')).toBeUndefined();
  });
});

describe('whatever is typed', () => {
  const piece = fc.constantFrom(
    '/',
    'ci',
    'run',
    'status',
    'help',
    ' ',
    '  ',
    '@',
    'bo',
    'main',
    'feat/',
    '--',
    '"',
    '\n',
    'é',
    '😀',
    '\u0000',
  );
  const text = fc.array(piece, { maxLength: 10 }).map((all) => all.join(''));
  const typed = text.chain((all) => fc.tuple(fc.constant(all), fc.nat({ max: all.length })));

  it('replaces a part of the text that ends at or behind the caret, and nothing else', () => {
    fc.assert(
      fc.property(typed, ([all, caret]) => {
        const completion = complete(all, caret, known);
        if (!completion) return;
        expect(completion.from).toBeLessThanOrEqual(caret);
        expect(completion.to).toBeGreaterThanOrEqual(caret);
        expect(completion.offers.length).toBeGreaterThan(0);
        expect(completion.picked).toBeLessThan(completion.offers.length);
        for (const offer of completion.offers) {
          const next = accept(all, completion, offer);
          expect(next.text).toBe(all.slice(0, completion.from) + offer.insert + all.slice(completion.to));
          expect(next.caret).toBe(completion.from + offer.insert.length);
        }
      }),
    );
  });

  it('offers only what is known', () => {
    const names = new Set([
      ...commands.map((each) => `/${each.name}`),
      'feat/login',
      'main',
      'local:7',
      'run-1',
      '--here',
      '@Ana',
      '@Bo',
      '@Ann Bo',
    ]);
    fc.assert(
      fc.property(typed, ([all, caret]) => {
        const offers = complete(all, caret, known)?.offers ?? [];
        expect(offers.filter((offer) => !names.has(offer.insert.trim()))).toEqual([]);
      }),
    );
  });

  it('is content with a command that it completed', () => {
    for (const { name } of commands) {
      const line = `/${name}`;
      expect(taken(line, 0)?.trim()).toBe(line);
    }
  });
});
