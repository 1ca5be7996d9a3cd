import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { SettingsFile } from '../config.ts';
import { connectBuildbot } from './buildbot.ts';
import type { Connected, Connecting } from './connected.ts';
import { connectGitHub } from './github.ts';
import { connectGitLab } from './gitlab.ts';
import { connectJenkins } from './jenkins.ts';

/** Connects every outside system that the settings name. Fails with Unusable. */
export async function connectAll(settings: SettingsFile, connecting: Connecting): Promise<readonly Connected[]> {
  const { github, gitlab, jenkins, buildbot } = settings;
  return [
    ...(github ? [await connectGitHub(github, connecting)] : []),
    ...(gitlab ? [connectGitLab(gitlab, connecting)] : []),
    ...(jenkins ? [connectJenkins(jenkins, connecting)] : []),
    ...(buildbot ? [connectBuildbot(buildbot, connecting)] : []),
  ];
}

/** All that the room follows: the repository at hand, and those that the settings add. */
export const followed = (own: RepositoryId, { repositories = [] }: SettingsFile): RepositoryId[] => [
  ...new Set([own, ...repositories]),
];
