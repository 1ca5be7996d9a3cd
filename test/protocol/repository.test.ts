import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { repositoryOf, repositoryOfRoots } from '../../protocol/model/repository.ts';

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/);
const host = fc.tuple(word, word).map((parts) => parts.join('.'));
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const port = fc.constantFrom('', ':22', ':2222', ':');
const secret = fc.stringMatching(/^[A-Za-z0-9]{8}$/).map((text) => `SECRET${text}`);
const end = fc.constantFrom('', '/', '.git', '.git/', '.GIT');

describe('repositoryOf', () => {
  it.each([
    ['https://github.com/Acme/Web.git', 'github.com/acme/web'],
    ['https://ann:hunter2@github.com/acme/web', 'github.com/acme/web'],
    ['ssh://git@github.com:22/acme/web.git', 'github.com/acme/web'],
    ['git@github.com:acme/web.git', 'github.com/acme/web'],
    ['github.com:/acme/web.git', 'github.com/acme/web'],
    ['git+ssh://git@gitlab.example.org/group/sub/web.git', 'gitlab.example.org/group/sub/web'],
    ['git@[::1]:acme/web', '[::1]/acme/web'],
    ['http://[::1]:3000/acme/web.git', '[::1]/acme/web'],
    [' https://host.example//acme///web.git/\n', 'host.example/acme/web'],
    ['https://git.example.org/~ann/ünïcode', 'git.example.org/~ann/ünïcode'],
  ])('reads %j as %s', (url, id) => {
    expect(repositoryOf(url)).toBe(id);
  });

  it.each([
    '',
    '/srv/git/web.git',
    '../web',
    './a:b',
    'file:///srv/git/web.git',
    'C:\\code\\web',
    'C:/code/web',
    'ext::sh -c id',
    'https://host.example',
    'https:///acme/web',
    'https://host.example/.git',
    'https://host.example/a/../../web',
    'https://host.example/a b',
    'oauth2:SECRET@host.example/acme/web',
    'https://ann:1/SECRET@host.example/acme/web',
    'https://host.example/acme/web?token=SECRET',
    'git@host.example:a\u0000b',
  ])('takes %j for no place on the net', (url) => {
    expect(repositoryOf(url)).toBeUndefined();
  });

  it('refuses what is longer than an id may be', () => {
    expect(repositoryOf(`https://host.example/${'x'.repeat(400)}`)).toBeUndefined();
  });

  it('gives one id for all spellings of a place, and never a user, password or port', () => {
    fc.assert(
      fc.property(host, path, port, secret, end, (where, names, at, hidden, tail) => {
        const id = `${where}/${names}`.toLowerCase();
        const spellings = [
          `https://${where}/${names}${tail}`,
          `HTTPS://${hidden}@${where.toUpperCase()}${at}/${names}${tail}`,
          `https://ann:${hidden}@${where}${at}/${names}${tail}`,
          `ssh://${hidden}:${hidden}@${where}${at}/${names}${tail}`,
          `git://${where}${at}//${names}${tail}`,
          `${where}:${names}${tail}`,
          `${hidden}@${where}:/${names}${tail}`,
        ];
        for (const spelling of spellings) expect(repositoryOf(spelling)).toBe(id);
      }),
    );
  });

  it('answers any text, and only with what the wire takes', () => {
    const pieces = fc.constantFrom(
      'https://',
      'ssh://',
      '@',
      ':',
      '/',
      '..',
      '.git',
      '[',
      ']',
      '\n',
      '?',
      'Å',
      'SECRET',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.oneof(pieces, word), { maxLength: 10 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (url) => {
        const id = repositoryOf(url);
        // What is an id already stays as it is, save for a second `.git`.
        if (id === undefined || id.endsWith('.git')) return;
        expect(RepositoryId.safeParse(id).success).toBe(true);
        expect(id).toBe(id.toLowerCase());
        expect(id).not.toMatch(/[@?#\s]/);
        expect(repositoryOf(`https://${id}`)).toBe(id);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no time over a hostile one', () => {
    for (const piece of ['@', ':', '/', 'a', '[', 'a@', '/.git']) {
      const began = performance.now();
      repositoryOf(piece.repeat(50_000));
      repositoryOf(`https://${piece.repeat(50_000)}`);
      expect(performance.now() - began).toBeLessThan(500);
    }
  });
});

describe('repositoryOfRoots', () => {
  const old = 'a'.repeat(40);
  it('names a repository by its oldest root, which git lists last', () => {
    expect(repositoryOfRoots(`${'b'.repeat(40)}\n${old}\n`)).toBe(`root:${old}`);
  });

  it('has no name for a repository without a commit', () => {
    expect(repositoryOfRoots('')).toBeUndefined();
    expect(repositoryOfRoots('fatal: nothing')).toBeUndefined();
  });
});
