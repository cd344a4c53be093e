import { type KeyObject, verify } from 'node:crypto';
import { provesInclusion, referenceLeafHash } from '../domain/audit/log/reference-tree.ts';
import type { Api } from './api-client.ts';
import { eventually } from './eventually.ts';

/** What `GET /v1/audit/proofs/{id}` says of one place of a fact in the log. */
export type AuditProof = { readonly index: number; readonly entry: string; readonly proof: string };

/** A fact is sealed as it comes, or by the schedule, which fires each minute. */
const sealedSeconds = 80;

/** The proof that a fact is in the log, as soon as it is. */
export const auditProofOf = async (api: Api, factId: string): Promise<AuditProof> => {
  const answer = await eventually(
    () => api.get(`/v1/audit/proofs/${encodeURIComponent(factId)}`),
    ({ status }) => status === 200,
    sealedSeconds,
  );
  const [proof] = answer.body['proofs'] as readonly AuditProof[];
  if (proof === undefined) throw new Error('No proof');
  return proof;
};

/** How many entries the log of a proof has, by its text, the entry and the key alone; undefined where it fails. */
export const sizeProvenBy = ({ index, entry, proof }: AuditProof, key: KeyObject): number | undefined => {
  const [head = '', text = '', signature = ''] = proof.split('\n\n');
  const [, , ...hashes] = head.split('\n').map((line) => Buffer.from(line, 'base64').toString('hex'));
  const [, size, rootInBase64 = ''] = text.split('\n');
  const bytes = Buffer.from(signature.trim().split(' ').at(-1) ?? '', 'base64').subarray(4);
  const leafHash = referenceLeafHash(Buffer.from(entry));
  const root = Buffer.from(rootInBase64, 'base64').toString('hex');
  const isProven =
    verify(null, Buffer.from(`${text}\n`), key, bytes) &&
    provesInclusion({ leafHash, index, size: Number(size), proof: hashes, root });
  return isProven ? Number(size) : undefined;
};
