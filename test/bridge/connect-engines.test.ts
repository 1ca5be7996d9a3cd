import { describe, expect, it } from 'vitest';
import { readSettings } from '../../bridge/config.ts';
import type { Connecting } from '../../bridge/connect/connected.ts';
import { connectAll } from '../../bridge/connect/index.ts';
import { createLog } from '../../bridge/logger.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { manualClock } from '../support/clock.ts';

const settings = `
jenkins:
  url: https://jenkins.example.org
  user: shiproom
  jobs:
    github.com/acme/web: team/web
    github.com/acme/api: [team/api, { job: team/deploy, branch: GIT_BRANCH }]
buildbot:
  url: http://127.0.0.1:8010
  builders:
    github.com/acme/web: { builder: tests, scheduler: force }
`;
const secrets = { SHIPROOM_JENKINS_TOKEN: 'token-of-jenkins' };

const connect = async (text: string, environment: Readonly<Record<string, string>> = secrets) => {
  const clock = manualClock();
  const connecting: Connecting = {
    repositories: ['github.com/acme/web', 'github.com/acme/api'].map((id) => RepositoryId.parse(id)),
    environment,
    clock,
    log: createLog({ write: () => {} }, 'error'),
    folder: '/nowhere',
  };
  const all = await connectAll(readSettings('s.yaml', text), connecting);
  return {
    ci: all.flatMap(({ ci }) => ci.map(({ id }) => id)),
    hooks: all.flatMap(({ hooks }) => hooks.map(({ id }) => id)),
  };
};

describe('Jenkins and Buildbot in shiproom.yaml', () => {
  it('are connected, and heard where they have a token', async () => {
    expect(await connect(settings)).toEqual({ ci: ['jenkins', 'buildbot'], hooks: [] });
    const heard = { ...secrets, SHIPROOM_JENKINS_HOOK_TOKEN: 'a', SHIPROOM_BUILDBOT_HOOK_TOKEN_OLD: 'b' };
    expect((await connect(settings, heard)).hooks).toEqual(['jenkins', 'buildbot']);
  });

  it.each([
    ['SHIPROOM_JENKINS_TOKEN', settings, {}],
    ['SHIPROOM_BUILDBOT_PASSWORD', settings, { ...secrets, SHIPROOM_BUILDBOT_USER: 'shiproom' }],
    ['which the room does not follow', settings.replaceAll('acme/web', 'acme/other'), secrets],
    ['must be https', settings.replace('https://jenkins', 'http://jenkins'), secrets],
    ['“jenkins.host” is not a setting', settings.replace('  user:', '  host: x\n  user:'), secrets],
    ['names no repository', settings.replace(/ {2}builders:[^]*/, '  builders: {}\n'), secrets],
  ])('are refused in words: %s', async (words, text, environment) => {
    await expect(connect(text, environment)).rejects.toThrow(words);
  });
});
