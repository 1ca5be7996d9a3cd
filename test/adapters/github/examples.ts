import { createRequire } from 'node:module';

interface Example {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** GitHub's own recorded deliveries: all 329 of them. */
export function recorded(): readonly Example[] {
  const all: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
    '@octokit/webhooks-examples/api.github.com/index.json',
  );
  return all.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));
}
