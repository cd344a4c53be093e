import { describe, expect, it } from '@jest/globals';
import { loadedAccount } from '../../../domain/accounts/account-stream.ts';
import { authorizeHold } from '../../../domain/holds/authorize-hold.ts';
import { captureHold } from '../../../domain/holds/capture-hold.ts';
import { holdOf, holdStateOf, previousHashOf } from '../../../domain/holds/hold-stream.ts';
import { releaseHold } from '../../../domain/holds/release-hold.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { dateOf, instantOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headAt, headBefore } from '../../../functions/adapters/stream-head.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { amount } from '../../support/money.ts';
import { accountId, open, origin, testLedger } from '../../support/test-ledger.ts';

const streamId = streamIdOf('main', 'hold', 'hld_1');
const recording = { origin, now: instantOf(1_764_000_000_000), digest: sha256 };
const day = dateOf(recording.now);
const capture = { holdId: 'hld_1', amount: undefined, entryId: 'jen_1', fingerprint: '', metadata: {} };

/** A hold of 10.00 that has just been authorized, and its accounts as they were before. */
const authorizedHold = async () => {
  const ledger = testLedger();
  await open(ledger, 'seller', { type: 'liability' });
  await open(ledger, 'bank');
  const accounts = ['seller', 'bank'].map((id) => streamIdOf('main', 'account', id));
  const [source, destination] = (await ledger.eventStore.load(accounts, 'strong')).map(loadedAccount);
  if (source === undefined || destination === undefined) throw new Error('two were opened');
  const terms = { accountId: accountId('seller'), destinationAccountId: accountId('bank'), amount: amount('10.00') };
  const command = { ...terms, holdId: 'hld_1', fingerprint: '', expiresAt: null, description: '' };
  const heads = { source, destination };
  const decided = authorizeHold(command, { ...heads, hold: headBefore(streamId) }, recording);
  const [write] = decided.ok ? decided.value : [];
  if (write === undefined) throw new Error('a hold was authorized');
  return { heads, write, head: headAt({ streamId, version: 0, ...write }) };
};

describe('a hold in its stream', () => {
  it('is absent before its first event, and links to nothing then', async () => {
    const before = headBefore(streamId);
    expect(holdStateOf(before)).toEqual({ status: 'absent' });
    expect(previousHashOf(before)).toBe('');
    const { head, write } = await authorizedHold();
    expect(previousHashOf(head)).toBe(write.hash);
    expect(holdStateOf(head)).toMatchObject({ status: 'authorized', terms: { description: '' } });
    expect(holdStateOf(head)).not.toHaveProperty('terms.transferId');
  });

  it('is let go of or captured only where it is there', async () => {
    const { heads } = await authorizedHold();
    const all = { ...heads, hold: headBefore(streamId) };
    expect(releaseHold({ type: 'VoidHold', holdId: 'hld_1' }, all, recording)).toMatchObject({
      rejection: { code: 'HoldNotFound' },
    });
    const entry = headBefore(streamIdOf('main', 'entry', 'jen_1'));
    const dates = { effectiveDate: day, valueDate: day };
    expect(captureHold({ ...capture, ...dates }, { ...all, entry }, recording)).toMatchObject({
      rejection: { code: 'HoldNotFound' },
    });
  });

  it('is a defect where what is stored of it cannot be', async () => {
    const { head } = await authorizedHold();
    const snapshot = (JSON.parse(head.newest?.text ?? '{}') as { readonly hold: Parameters<typeof holdOf>[0] }).hold;
    const says = new InvariantViolation('A stored hold has an amount');
    expect(() => holdOf({ ...snapshot, currency: 'XXA' })).toThrow(says);
    expect(() => holdOf({ ...snapshot, amount: '0.00' })).toThrow(says);
    expect(holdOf({ ...snapshot, transferId: 'trf_1' }).terms.transferId).toBe('trf_1');
  });
});
