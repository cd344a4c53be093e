import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VerifierMissing } from './go-verifier.ts';

const prefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Whether the openssl command line takes a note's first signature for one of the key. The note is taken apart here with
 * nothing but the positions that its specification gives.
 */
export const opensslAccepts = (note: string, verifierKey: string): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'quipu-openssl-'));
  try {
    const at = note.lastIndexOf('\n\n');
    const [, , signature = ''] = note.slice(at + 2).split(/[ \n]/);
    const key = Buffer.from(verifierKey.split('+').slice(2).join('+'), 'base64').subarray(1);
    const inside = (name: string, body: string | Buffer): string => {
      writeFileSync(join(folder, name), body);
      return join(folder, name);
    };
    const words = [
      ...['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', inside('key', Buffer.concat([prefix, key]))],
      ...['-rawin', '-in', inside('text', note.slice(0, at + 1))],
      ...['-sigfile', inside('signature', Buffer.from(signature, 'base64').subarray(4))],
    ];
    const { error, status } = spawnSync('openssl', words, { stdio: 'ignore' });
    if (error !== undefined) throw new VerifierMissing('openssl is not installed: on Debian, apt-get install openssl');
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
