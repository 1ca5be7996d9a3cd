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
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'has to be said' : `has to be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'has to be said' : `has to be ${oneOf(issue.values.map(String))}`;
    case 'too_small':
      return issue.origin === 'number' ? 'is too small' : 'is empty';
    case 'too_big':
      return issue.origin === 'number' ? `may be ${issue.maximum} at most` : `is too long: ${issue.maximum} at most`;
    case 'invalid_union':
      return issue.input === undefined ? 'has to be said' : 'is nothing that may stand here';
    case 'invalid_key':
      return 'has a name that it may not have';
    default:
      return undefined;
  }
}

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
