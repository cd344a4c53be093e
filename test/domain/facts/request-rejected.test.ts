import { describe, expect, it } from '@jest/globals';
import { headerOf } from '../../../domain/facts/origin.ts';
import { rejectionOf } from '../../../domain/facts/request-rejected.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headBefore } from '../../../functions/adapters/stream-head.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { accountId, origin } from '../../support/test-ledger.ts';

const now = instantOf(1_764_000_000_000);
const refused = {
  rejectionId: 'rej_1',
  operation: 'postEntry',
  code: 'InsufficientFunds',
  fingerprint: 'f',
  accountIds: [accountId('bank')],
};

describe('a refusal', () => {
  it('is a published fact that tells who asked for what, and why not', () => {
    const head = headBefore(streamIdOf('main', 'rejection', 'rej_1'));
    const write = rejectionOf(refused, head, { origin, now, digest: sha256 });
    const fact = { ...origin, ...refused, recordedAt: now, type: 'RequestRejected', schemaVersion: 1 };
    const text = canonicalJson(fact);
    expect(write).toEqual({ head, text, hash: sha256(text), published: true });
  });
});

describe('the header of a fact', () => {
  it('has what its caller said of it, and no more', () => {
    const { ledger, actor } = origin;
    expect(headerOf({ ledger, actor }, now)).toStrictEqual({ ledger, actor, recordedAt: now });
    const traced = { ledger, actor, correlationId: 'order 7', traceparent: '00-1-2-01' };
    expect(headerOf(traced, now)).toStrictEqual({ ...traced, recordedAt: now });
  });
});
