import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecrets, secretsFile, withSecrets, writeSecrets } from '../../bridge/secrets.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shiproom-secrets-'));
});
afterEach(() => rm(data, { recursive: true }));

const keep = async (text: string, mode = 0o600) => {
  await writeFile(secretsFile(data), text);
  await chmod(secretsFile(data), mode);
};

describe('secrets.yaml', () => {
  it('may be missing, and keeps what it is given, beside what is there', async () => {
    expect(await readSecrets(data)).toEqual({});
    await writeSecrets(data, { SHIPROOM_A: 'one' }, 1);
    await writeSecrets(data, { SHIPROOM_B: 'two: #3' }, 1);
    expect(await readSecrets(data)).toEqual({ SHIPROOM_A: 'one', SHIPROOM_B: 'two: #3' });
    expect(await readFile(secretsFile(data), 'utf8')).toMatch(/^# Tokens of this bridge/);
    expect(await readdir(data)).toEqual(['secrets.yaml']);
  });

  it('is never there for others to read, and is not read where it is', async () => {
    await writeSecrets(data, { SHIPROOM_A: 'one' }, 1);
    expect((await stat(secretsFile(data))).mode & 0o777).toBe(0o600);
    for (const mode of [0o640, 0o604, 0o660]) {
      await keep('SHIPROOM_A: one\n', mode);
      await expect(readSecrets(data)).rejects.toThrow('chmod 600');
      await expect(writeSecrets(data, { SHIPROOM_B: 'two' }, 1)).rejects.toThrow('chmod 600');
    }
  });

  it.each(['- a\n', 'A: one\n', 'SHIPROOM_A: [one]\n', 'SHIPROOM_A: 7\n', ': :\n- {'])(
    'that holds something else is refused, and none of it repeated: %j',
    async (text) => {
      await keep(text.replace('one', 'xoxb-very-secret'));
      const said = await readSecrets(data).catch((error: unknown) => String(error));
      expect(said).toContain('is not a list of NAME: token');
      expect(said).not.toContain('secret-');
      expect(said).not.toContain('xoxb');
    },
  );

  it('stands behind the environment, wherever that says anything', () => {
    const secrets = { SHIPROOM_A: 'kept', SHIPROOM_B: 'kept' };
    expect(withSecrets({ SHIPROOM_A: 'said', SHIPROOM_B: '', HOME: '/h' }, secrets)).toEqual({
      SHIPROOM_A: 'said',
      SHIPROOM_B: 'kept',
      HOME: '/h',
    });
  });
});
