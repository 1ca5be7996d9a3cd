import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownersOf, readCodeOwners } from '../../bridge/domain/codeowners.ts';

const owners = (file: string, path: string) => ownersOf(readCodeOwners(file), path);

/** The example of GitHub's documentation, in other words. */
const file = `
# All that no later line names.
*       @acme/everyone
*.js    @js-owner # inline
/build/logs/ @doctocat
docs/*  docs@example.com
apps/   @octocat
/docs/  @acme/docs
**/logs @acme/logs
/apps/github
my\\ file.txt @spaces
!/no @never
[abc].txt @brackets
`;

describe('CODEOWNERS', () => {
  it.each([
    ['README.md', ['@acme/everyone']],
    ['web/a.js', ['@js-owner']],
    ['build/logs/a.txt', ['@acme/logs']],
    ['web/build/logs/a.txt', ['@acme/logs']],
    ['apps/x.go', ['@octocat']],
    ['web/apps/x.go', ['@octocat']],
    ['docs/a.md', ['@acme/docs']],
    ['web/docs/a.md', ['@acme/everyone']],
    ['apps/github', []],
    ['apps/github/x', []],
    ['my file.txt', ['@spaces']],
  ])('says by its last fitting line who owns %s', (path, found) => {
    expect(owners(file, path)).toEqual(found);
  });

  it('keeps to one folder where a pattern ends in a star', () => {
    expect(owners('docs/* @docs', 'docs/a.md')).toEqual(['@docs']);
    expect(owners('docs/* @docs', 'docs/build/a.md')).toEqual([]);
    expect(owners('* @all', 'a/b/c')).toEqual(['@all']);
  });

  it('of GitLab has sections: each decides by itself, and may say who owns what its lines leave open', () => {
    const text = '* @all\n[Docs][2] @writers\n*.md\n*.txt @bo\n^[Optional part]\n*.md @carla\n';
    expect(owners(text, 'a.md')).toEqual(['@all', '@writers', '@carla']);
    expect(owners(text, 'a.txt')).toEqual(['@all', '@bo']);
    expect(owners(text, 'a.go')).toEqual(['@all']);
  });

  it('of any text is read, and the line added last decides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const safe = text.replaceAll('[', '');
        expect(owners(`${safe}\n/a/ @last`, 'a/b')).toContain('@last');
        expect(Array.isArray(owners(text, 'a/b'))).toBe(true);
      }),
    );
  });
});
