import { describe, expect, it } from 'vitest';
import { permalinkOf } from '../../extension/forges/permalink.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { sha } from '../support/samples.ts';

const at = (repository: string, path = 'src/a.ts', line = 10, endLine = 18) =>
  permalinkOf({ repository: RepositoryId.parse(repository), commit: sha('a'), path, line, endLine });

describe('a link to lines of a commit', () => {
  it.each([
    ['github.com/acme/web', `https://github.com/acme/web/blob/${sha('a')}/src/a.ts#L10-L18`],
    ['github.acme.example/acme/web', `https://github.acme.example/acme/web/blob/${sha('a')}/src/a.ts#L10-L18`],
    ['gitlab.com/acme/group/web', `https://gitlab.com/acme/group/web/-/blob/${sha('a')}/src/a.ts#L10-18`],
    ['bitbucket.org/acme/web', `https://bitbucket.org/acme/web/src/${sha('a')}/src/a.ts#lines-10:18`],
    ['codeberg.org/acme/web', `https://codeberg.org/acme/web/src/commit/${sha('a')}/src/a.ts#L10-L18`],
  ])('is in the manner of its host: %s', (repository, link) => {
    expect(at(repository)).toBe(link);
  });

  it('is of one line where it is one, and of the text where its page would show something else', () => {
    expect(at('github.com/acme/web', 'a.ts', 3, 3)).toMatch(/#L3$/);
    expect(at('gitlab.com/acme/web', 'a.ts', 3, 3)).toMatch(/#L3$/);
    expect(at('bitbucket.org/acme/web', 'a.ts', 3, 3)).toMatch(/#lines-3$/);
    expect(at('github.com/acme/web', 'README.md')).toMatch(/README\.md\?plain=1#L10-L18$/);
  });

  it('has each part of the path encoded by itself', () => {
    expect(at('github.com/acme/web', 'a b/ü#?%/c&d.ts')).toContain('/a%20b/%C3%BC%23%3F%25/c%26d.ts#L10');
  });

  it.each([
    'example.com/acme/web',
    'github/acme/web',
    'notgithub.com/a/b',
    'constructor.x/a/b',
    `root:${sha('a')}`,
    'github.com/web',
  ])('is not guessed for %s', (repository) => {
    expect(at(repository)).toBeUndefined();
  });
});
