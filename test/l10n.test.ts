import { describe, expect, it } from 'vitest';
import { bundleOf, textsIn } from '../scripts/l10n-words.ts';
import { litTemplates, wordsIn } from './support/lit-templates.ts';
import { filesBelow, read, withoutComments } from './support/project.ts';

const json = (path: string) => JSON.parse(read(path)) as Record<string, string>;
const sources = ['extension', 'media', 'protocol']
  .flatMap((folder) => filesBelow(folder))
  .filter((path) => path.endsWith('.ts'));
/** What a text has that a translation must have as well: places for values, commands of links, code and keys. */
const fixed = (text: string) =>
  [...text.matchAll(/\{\d+\}|\]\(command:[^)]*\)|`[^`]+`|#[\w.]+#|\$\([\w-]+\)/g)].map(([each]) => each).toSorted();

describe('what the extension says', () => {
  it('is written out where it is said, but for the commands’ titles, the words of layers without VS Code and the panel’s words for states', () => {
    const bare = sources.filter((path) => textsIn(withoutComments(read(path))).includes(undefined));
    expect(bare.toSorted()).toEqual([
      'extension/commands/title.ts',
      'extension/own-words.ts',
      'media/card.ts',
      'media/entry.ts',
      'media/words.ts',
    ]);
  });

  it('is in l10n/bundle.l10n.json, all of it and nothing else: npm run manifest', () => {
    expect(json('l10n/bundle.l10n.json')).toEqual(bundleOf(sources.map(read)));
  });

  it('is never written into the panel’s templates, but for our name', () => {
    const panel = sources.filter((path) => path.startsWith('media/'));
    const said = panel.flatMap((path) => litTemplates(read(path)).flatMap(wordsIn));
    expect(said).toEqual(['Shiproom']);
    const tried = 'html`<a title="b" .c=${`d`}>e ${html`<i>${{ f: "}" }}g</i>`} <code>h</code></a>`';
    expect(litTemplates(tried).flatMap(wordsIn)).toEqual(['b', 'e', 'g']);
  });

  it('is read out of sources whatever its quotes', () => {
    const source =
      "vscode.l10n.t('it\\'s {0}', 1); l10n.t(\n  \"two\",\n); l10n.t(`three`); l10n.t(title); l10n.t(`a${b}`)";
    expect(textsIn(source)).toEqual(["it's {0}", 'two', 'three', undefined, undefined]);
  });
});

describe('the German translation', () => {
  it.each([
    ['package.nls.json', 'package.nls.de.json'],
    ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json'],
  ])('of %s is whole, and keeps values, links and code', (english, german) => {
    const [said, translated] = [json(english), json(german)];
    expect(Object.keys(said).filter((key) => !(key in translated))).toEqual([]);
    expect(Object.keys(translated).filter((key) => !(key in said))).toEqual([]);
    const odd = Object.keys(said).filter(
      (key) => String(fixed(said[key] ?? '')) !== String(fixed(translated[key] ?? '')),
    );
    expect(odd).toEqual([]);
  });
});
