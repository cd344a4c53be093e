import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Signer } from '../../domain/ports/signer.ts';

const prefix = Buffer.from('302a300506032b6570032100', 'hex');

/** What every signer keeps. `freshSigner` answers one with a key of its own. */
export const signerContract = (name: string, freshSigner: () => Promise<Signer>): void => {
  describe(`the signer ${name}`, () => {
    const accepts = async (signer: Signer, message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
      const key = Buffer.concat([prefix, await signer.publicKey()]);
      return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
    };
    const message = new TextEncoder().encode('quipu/test/main\n1\nAAAA\n');

    it('signs so that its public key verifies it', async () => {
      const signer = await freshSigner();
      const signature = await signer.sign(message);
      expect(signature).toHaveLength(64);
      expect(await accepts(signer, message, signature)).toBe(true);
    });

    it('signs one message and no other', async () => {
      const signer = await freshSigner();
      const signature = await signer.sign(message);
      expect(await accepts(signer, new TextEncoder().encode('quipu/test/main\n2\nAAAA\n'), signature)).toBe(false);
      expect(await accepts(await freshSigner(), message, signature)).toBe(false);
    });

    it('signs the same message the same way', async () => {
      const signer = await freshSigner();
      expect(await signer.sign(message)).toEqual(await signer.sign(message));
      expect(await signer.publicKey()).toEqual(await signer.publicKey());
    });
  });
};
