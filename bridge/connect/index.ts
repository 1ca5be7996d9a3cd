import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { SettingsFile } from '../config.ts';
import type { Connected, Connecting } from './connected.ts';
import { connectGitHub } from './github.ts';
import { connectGitLab } from './gitlab.ts';

/** Connects every outside system that the settings name. Fails with Unusable. */
export async function connectAll(settings: SettingsFile, connecting: Connecting): Promise<readonly Connected[]> {
  const { github, gitlab } = settings;
  return [
    ...(github ? [await connectGitHub(github, connecting)] : []),
    ...(gitlab ? [connectGitLab(gitlab, connecting)] : []),
  ];
}

/** All that the room follows: the repository at hand, and those that the settings add. */
export const followed = (own: RepositoryId, { repositories = [] }: SettingsFile): RepositoryId[] => [
  ...new Set([own, ...repositories]),
];
