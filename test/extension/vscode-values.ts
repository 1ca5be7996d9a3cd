import { join } from 'node:path';
import type * as vscode from 'vscode';

/** What counts as undisposed: each listener, registration and item that VS Code would keep for an extension. */
export const live = new Set<string>();
let serial = 0;
export function keep(what: string): vscode.Disposable {
  serial += 1;
  const name = `${what} #${serial}`;
  live.add(name);
  return { dispose: () => void live.delete(name) };
}

export class EventEmitter<T> {
  readonly #name: string;
  readonly #listeners = new Set<(value: T) => unknown>();
  constructor(name = 'an emitter of the extension') {
    this.#name = name;
  }
  readonly event = (listener: (value: T) => unknown): vscode.Disposable => {
    this.#listeners.add(listener);
    const kept = keep(this.#name);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        kept.dispose();
      },
    };
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

interface UriRest {
  readonly query?: string;
  readonly fragment?: string;
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
  readonly #text: string;
  constructor(scheme: string, path: string, query: string, text: string, fragment = '') {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
    this.#text = text;
  }
  get authority(): string {
    return new URL(this.#text).host;
  }
  get fsPath(): string {
    return this.path;
  }
  with({ fragment }: UriRest): Uri {
    return new Uri(this.scheme, this.path, this.query, `${this.#text}#${fragment}`, fragment);
  }
  toString(): string {
    return this.#text;
  }
  static file = (path: string) => new Uri('file', path, '', `file://${path}`);
  static parse = (text: string) => {
    // As VS Code has it of a page without a host.
    if (/^\w+:\/{4}/.test(text)) throw new Error('[UriError]: the path cannot begin with two slash characters');
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), url.pathname, url.search.slice(1), text);
  };
  static from = ({ scheme, path, query = '', fragment = '' }: Record<'scheme' | 'path', string> & UriRest) =>
    new Uri(scheme, path, query, `${scheme}:${path}?${query}${fragment && `#${fragment}`}`, fragment);
  static joinPath = (base: Uri, ...names: string[]) => Uri.file(join(base.path, ...names));
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}
export class Named {
  readonly id: string;
  readonly color: Named | undefined;
  constructor(id: string, color?: Named) {
    this.id = id;
    this.color = color;
  }
}
export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character = 0) {
    this.line = line;
    this.character = character;
  }
}
export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position | number, end: Position | number, ...to: number[]) {
    const [line = 0, character = 0] = to;
    this.start = typeof start === 'number' ? new Position(start, typeof end === 'number' ? end : 0) : start;
    this.end = typeof end === 'number' ? new Position(line, character) : end;
  }
}
export class DocumentLink {
  readonly range: Range;
  target: Uri | undefined;
  tooltip: string | undefined;
  constructor(range: Range) {
    this.range = range;
  }
}
export class FoldingRange {
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
export class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
  static from = (...all: vscode.Disposable[]) => new Disposable(() => all.forEach((each) => each.dispose()));
}
