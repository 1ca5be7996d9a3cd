import { matchesGlob, relative } from 'node:path';
import { EventEmitter, keep, Uri } from './vscode-values.ts';

interface Watcher {
  readonly base: string;
  readonly pattern: string;
  readonly created: EventEmitter<Uri>;
  readonly changed: EventEmitter<Uri>;
}

const watchers = new Set<Watcher>();

/** VS Code's `workspace.createFileSystemWatcher`, for patterns below a folder. */
export function createFileSystemWatcher({ base, pattern }: { readonly base: Uri; readonly pattern: string }) {
  const created = new EventEmitter<Uri>('onDidCreate');
  const changed = new EventEmitter<Uri>('onDidChange');
  const watcher: Watcher = { base: base.path, pattern, created, changed };
  watchers.add(watcher);
  const kept = keep('file system watcher');
  return {
    onDidCreate: created.event,
    onDidChange: changed.event,
    dispose() {
      watchers.delete(watcher);
      kept.dispose();
    },
  };
}

/** Tells whoever watches that a file was created, or changed. */
export function touch(path: string, how: 'created' | 'changed' = 'changed'): void {
  for (const watcher of watchers) {
    if (matchesGlob(relative(watcher.base, path), watcher.pattern)) watcher[how].fire(Uri.file(path));
  }
}
