import type * as vscode from 'vscode';
import { keep, type Position, type Range, type Uri } from './vscode-values.ts';

export class TestMessage {
  readonly message: string;
  location: unknown;
  constructor(message: string) {
    this.message = message;
  }
}
export class TestTag {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export class TestRunRequest {
  readonly include: readonly Item[] | undefined;
  readonly exclude: readonly Item[] | undefined;
  readonly profile: unknown;
  readonly continuous: boolean | undefined;
  readonly preserveFocus: boolean;
  constructor(
    include?: readonly Item[],
    exclude?: readonly Item[],
    profile?: unknown,
    continuous?: boolean,
    preserveFocus = true,
  ) {
    this.include = include;
    this.exclude = exclude;
    this.profile = profile;
    this.continuous = continuous;
    this.preserveFocus = preserveFocus;
  }
}
export class Location {
  readonly uri: Uri;
  readonly range: Range | Position;
  constructor(uri: Uri, range: Range | Position) {
    this.uri = uri;
    this.range = range;
  }
}
export class Diagnostic {
  source: string | undefined;
  code: unknown;
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

/** A token that is cancelled by hand. */
export class CancellationTokenSource {
  readonly #listeners = new Set<() => unknown>();
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => unknown) => {
      this.#listeners.add(listener);
      return { dispose: () => void this.#listeners.delete(listener) };
    },
  };
  cancel(): void {
    this.token.isCancellationRequested = true;
    for (const listener of this.#listeners) listener();
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

/** An item of the Testing view. */
export interface Item {
  readonly id: string;
  label: string;
  readonly uri: Uri | undefined;
  readonly children: ItemCollection;
  parent: Item | undefined;
  range?: Range;
  description?: string;
  tags?: readonly TestTag[];
}

/** Counts each change, so that a test can see that nothing was touched. */
export class ItemCollection {
  readonly #items = new Map<string, Item>();
  readonly #owner: Item | undefined;
  changes = 0;
  constructor(owner?: Item) {
    this.#owner = owner;
  }
  get size(): number {
    return this.#items.size;
  }
  get(id: string): Item | undefined {
    return this.#items.get(id);
  }
  add(item: Item): void {
    this.changes += 1;
    item.parent = this.#owner;
    this.#items.set(item.id, item);
  }
  delete(id: string): void {
    this.changes += 1;
    this.#items.delete(id);
  }
  replace(items: readonly Item[]): void {
    this.#items.clear();
    for (const item of items) this.add(item);
  }
  forEach(each: (item: Item) => void): void {
    for (const item of this.#items.values()) each(item);
  }
  [Symbol.iterator]() {
    return this.#items.entries();
  }
}

interface Profile {
  readonly label: string;
  readonly handler: (request: TestRunRequest, token: vscode.CancellationToken) => Promise<void>;
}

/** A controller, and all that came of its runs, as `failed: a test: its message at file:line`. */
export interface Controller {
  readonly id: string;
  readonly label: string;
  readonly items: ItemCollection;
  readonly profiles: Profile[];
  readonly results: string[];
  readonly requests: TestRunRequest[];
  open: boolean;
}

export const testing = { controllers: [] as Controller[], diagnostics: new Map<string, Diagnostic[]>(), changes: 0 };

const placed = ({ location }: TestMessage): string => {
  const { uri, range } = (location ?? {}) as { uri?: Uri; range?: { line?: number; start?: { line: number } } };
  return uri ? ` at ${uri.path}:${(range?.line ?? range?.start?.line ?? 0) + 1}` : '';
};

export const tests = {
  createTestController(id: string, label: string) {
    const kept = keep(`test controller ${id}`);
    const items = new ItemCollection();
    const controller: Controller = { id, label, items, profiles: [], results: [], requests: [], open: true };
    testing.controllers.push(controller);
    return {
      items,
      createTestItem(itemId: string, itemLabel: string, uri?: Uri): Item {
        const item: Item = { id: itemId, label: itemLabel, uri, children: undefined as never, parent: undefined };
        return Object.assign(item, { children: new ItemCollection(item) });
      },
      createRunProfile(profile: string, _kind: number, handler: Profile['handler']) {
        controller.profiles.push({ label: profile, handler });
        return { dispose: () => undefined };
      },
      createTestRun(request: TestRunRequest, name = '', persist = true) {
        controller.requests.push(request);
        const say = (what: string) => (item: Item, message?: TestMessage) =>
          void controller.results.push(
            `${what}: ${item.label}${message ? `: ${message.message}${placed(message)}` : ''}`,
          );
        controller.results.push(`begin ${name}${persist ? '' : ' (not kept)'}`);
        return {
          started: say('started'),
          enqueued: say('enqueued'),
          failed: say('failed'),
          passed: say('passed'),
          errored: say('errored'),
          skipped: say('skipped'),
          appendOutput: (words: string) => void controller.results.push(`output: ${words.trim()}`),
          end: () => void controller.results.push('end'),
        };
      },
      dispose() {
        controller.open = false;
        kept.dispose();
      },
    };
  },
};

export function createDiagnosticCollection(name: string) {
  const kept = keep(`diagnostics ${name}`);
  const uris = new Set<string>();
  const change = (uri: string, found: readonly Diagnostic[] | undefined): void => {
    testing.changes += 1;
    if (found && found.length > 0) testing.diagnostics.set(uri, [...found]);
    else testing.diagnostics.delete(uri);
    uris.add(uri);
  };
  const clear = (): void => uris.forEach((uri) => change(uri, undefined));
  return {
    set: (uri: Uri, found: readonly Diagnostic[] | undefined) => change(uri.path, found),
    delete: (uri: Uri) => change(uri.path, undefined),
    clear,
    dispose() {
      clear();
      kept.dispose();
    },
  };
}
