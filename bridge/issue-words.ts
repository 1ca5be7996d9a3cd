import type * as z from 'zod/mini';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'settings by name, each on a line of its own',
  record: 'settings by name, each on a line of its own',
};

/** What is wrong with a value of a settings file, for whoever wrote it; undefined where its schema has words of its own. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { code } = issue;
  if (code === 'invalid_key') return 'has a name that it may not have';
  if (code === 'too_small') return issue.origin === 'number' ? 'is too small' : 'is empty';
  if (code === 'too_big')
    return issue.origin === 'number' ? `may be ${issue.maximum} at most` : `is too long: ${issue.maximum} at most`;
  if (code !== 'invalid_type' && code !== 'invalid_value' && code !== 'invalid_union') return undefined;
  if (issue.input === undefined) return 'has to be said';
  if (code === 'invalid_type') return `has to be ${kinds[issue.expected] ?? issue.expected}`;
  return code === 'invalid_value' ? `has to be ${oneOf(issue.values.map(String))}` : 'is nothing that may stand here';
}

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
