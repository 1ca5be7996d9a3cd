import type { Shown } from '../../../protocol/model/excerpt.ts';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { staysInside } from '../../../protocol/model/places.ts';
import { findSecrets } from '../../../secrecy/find-secrets.ts';
import { type Refusal, refuse } from '../outcome.ts';

/** Why lines of code are not shown to the room; undefined where they may be. An editor refuses secrets first, and need not be one. */
export function whyNotShown(repositories: readonly RepositoryId[], { of, text }: Shown): Refusal | undefined {
  const { repository, path, line, endLine, before, after, branch = '' } = of;
  if (!repositories.includes(repository))
    return wrong('forbidden_or_missing', 'This room does not follow that repository.', 'repository');
  if (endLine < line) return wrong('invalid_params', 'Those lines end before they begin.', 'endLine');
  if (!staysInside(path)) return wrong('invalid_params', 'That path is not one below the repository’s root.', 'path');
  if ([...before, ...after].some((each) => /[\r\n]/.test(each)))
    return wrong('invalid_params', 'What stands before and after is told line by line.', 'before');
  const around = findSecrets([...before, text, ...after].join('\n'));
  const named = findSecrets(`${path}\n${branch}`);
  const [secret] = [...around.map((each) => ({ ...each, line: each.line + line - before.length - 1 })), ...named];
  if (!secret) return undefined;
  const words = `Nothing was kept: line ${secret.line} looks like ${secret.kind}. Take it out; if it is real, revoke it.`;
  return refuse('secret_found', words, 'excerpt.text').refusal;
}

const wrong = (slug: Refusal['slug'], message: string, field: string): Refusal =>
  refuse(slug, message, `excerpt.of.${field}`).refusal;
