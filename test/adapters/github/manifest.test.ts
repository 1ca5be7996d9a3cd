import { describe, expect, it } from 'vitest';
import { appManifest, gitHubPermissions } from '../../../bridge/adapters/github/manifest.ts';
import { read } from '../../support/project.ts';

describe('an App of the team’s own', () => {
  const manifest = appManifest({
    name: 'Shiproom of a team with a name that is far too long',
    homeUrl: 'https://ship.example.com',
    hookUrl: 'https://ship.example.com/hooks/github',
    redirectUrl: 'http://127.0.0.1:8080/made',
  });

  it('is nobody else’s, and asks for nothing that changes code, settings or people', () => {
    expect(manifest).toMatchObject({ public: false, request_oauth_on_install: false });
    const writes = Object.entries(manifest.default_permissions).filter(([, access]) => access !== 'read');
    expect(writes).toEqual([
      ['actions', 'write'],
      ['deployments', 'write'],
    ]);
    expect(manifest.name.length).toBeLessThanOrEqual(34);
  });

  it('asks for what the page on connecting GitHub says', () => {
    const rows = read('docs/github.md')
      .split('\n')
      .filter((line) => line.startsWith('| read'));
    for (const [permission, { access }] of Object.entries(gitHubPermissions)) {
      const name = permission.replace('_', ' ');
      const said = rows.filter((row) => row.split('|')[1]?.toLowerCase().includes(name));
      expect([permission, said.map((row) => row.includes('read and write'))]).toEqual([
        permission,
        [access === 'write'],
      ]);
    }
  });
});
