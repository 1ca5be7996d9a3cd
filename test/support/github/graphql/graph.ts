import type { Deployment, Pull, Repo } from '../rows.ts';
import type { Site } from '../site.ts';
import type { Arguments, Node } from './execute.ts';

/** A repository, and how the things in it that point at each other are answered. */
export interface Graph {
  readonly site: Site;
  readonly repo: Repo;
  pull(pull: Pull): Node;
  commit(sha: string): Node;
  ref(name: string, sha: string): Node;
  /** Deployments in pages, in the order that is asked for. */
  deployments(given: Arguments, all: readonly Deployment[]): Node;
}

/** As GraphQL writes what REST has in small letters. */
export const upper = (text: string | null): string | null => text?.toUpperCase() ?? null;
