import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { GitApi, GitExtension } from './git-api.ts';

/** How the built-in git extension stands: `off` where it is disabled, or has found no git. */
export type Git = { readonly state: 'starting' | 'off' } | { readonly state: 'ready'; readonly api: GitApi };

/** Tells `changed` each time that git comes or goes. At first it is `starting`. */
export function watchGit(changed: (git: Git) => void, failed: (error: unknown) => void): vscode.Disposable {
  const watches: vscode.Disposable[] = [];
  let ofApi: vscode.Disposable | undefined;
  let found = false;
  let over = false;

  const look = (extension: GitExtension): void => {
    ofApi?.dispose();
    if (!extension.enabled) return changed({ state: 'off' });
    const api = z.parse(GitApi, extension.getAPI(1));
    const tell = (): void => changed(api.state === 'initialized' ? { state: 'ready', api } : { state: 'starting' });
    ofApi = api.onDidChangeState(tell);
    tell();
  };
  const seek = async (): Promise<void> => {
    const extension = vscode.extensions.getExtension('vscode.git');
    if (!extension) return changed({ state: 'off' });
    if (found) return;
    found = true;
    const exported = z.parse(GitExtension, await extension.activate());
    if (over) return;
    watches.push(exported.onDidChangeEnablement(() => look(exported)));
    look(exported);
  };
  const start = (): void => void seek().catch(failed);

  watches.push(vscode.extensions.onDidChange(start));
  start();
  return {
    dispose() {
      over = true;
      ofApi?.dispose();
      for (const watch of watches.splice(0)) watch.dispose();
    },
  };
}
