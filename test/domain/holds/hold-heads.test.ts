import { describe, expect, it } from '@jest/globals';
import { loadedAccount, recordedAtOf } from '../../../domain/accounts/account-stream.ts';
import { authorizeHold } from '../../../domain/holds/authorize-hold.ts';
import { captureHold } from '../../../domain/holds/capture-hold.ts';
import { holdOf, holdStateOf, previousHashOf } from '../../../domain/holds/hold-stream.ts';
import { releaseHold } from '../../../domain/holds/release-hold.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { dateOf, instantOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headAt, headBefore } from '../../../functions/adapters/stream-head.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { amount } from '../../support/money.ts';
import { accountId, open, origin, testLedger } from '../../support/test-ledger.ts';

const streamId = streamIdOf('main', 'hold', 'hld_1');
const recording = { origin, now: instantOf(1_764_000_000_000), digest: sha256 };
const day = dateOf(recording.now);
const capture = { holdId: 'hld_1', amount: undefined, entryId: 'jen_1', fingerprint: '', metadata: {} };

/** A hold of 10.00 that has just been authorized, and its accounts as they were before. */
const authorizedHold = async (now = recording.now) => {
  const ledger = testLedger();
  await open(ledger, 'seller', { type: 'liability' });
  await open(ledger, 'bank');
  const accounts = ['seller', 'bank'].map((id) => streamIdOf('main', 'account', id));
  const [source, destination] = (await ledger.eventStore.load(accounts, 'strong')).map(loadedAccount);
  if (source === undefined || destination === undefined) throw new Error('two were opened');
  const terms = { accountId: accountId('seller'), destinationAccountId: accountId('bank'), amount: amount('10.00') };
  const command = { ...terms, holdId: 'hld_1', fingerprint: '', expiresAt: null, description: '' };
  const heads = { source, destination };
  const decided = authorizeHold(command, { ...heads, hold: headBefore(streamId) }, { ...recording, now });
  const [write, ...ofAccounts] = decided.ok ? decided.value : [];
  if (write === undefined) throw new Error('a hold was authorized');
  const [from, to] = ofAccounts.map(({ head, ...event }) =>
    loadedAccount(headAt({ streamId: head.streamId, version: head.version + 1, ...event })),
  );
  if (from === undefined || to === undefined) throw new Error('both accounts were changed');
  const headsAfter = { source: from, destination: to };
  return { heads, headsAfter, write, command, head: headAt({ streamId, version: 0, ...write }) };
};

const frozenAccount = async () => {
  const ledger = testLedger();
  await open(ledger, 'frozen');
  const body = { accountId: accountId('frozen'), change: { type: 'FreezeAccount' } } as const;
  await changeAccount(ledger, { origin, key: 'freeze', body });
  const [head] = await ledger.eventStore.load([streamIdOf('main', 'account', accountId('frozen'))], 'strong');
  if (head === undefined) throw new Error('it was opened');
  return loadedAccount(head);
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

  it('is authorized on two accounts that are there and take it, or the one that does not is pointed at', async () => {
    const { heads, command } = await authorizedHold();
    const absent = (id: string) => loadedAccount(headBefore(streamIdOf('main', 'account', accountId(id))));
    const frozen = await frozenAccount();
    const hold = headBefore(streamId);
    const refused = (code: string, pointer: string) => ({ ok: false, rejection: { code, pointer } });
    expect(authorizeHold(command, { ...heads, source: absent('x'), hold }, recording)).toMatchObject(
      refused('UnknownAccount', '/accountId'),
    );
    expect(authorizeHold(command, { ...heads, destination: absent('x'), hold }, recording)).toMatchObject(
      refused('UnknownAccount', '/destinationAccountId'),
    );
    expect(authorizeHold(command, { ...heads, source: frozen, hold }, recording)).toMatchObject(
      refused('AccountFrozen', '/accountId'),
    );
    expect(authorizeHold(command, { ...heads, destination: frozen, hold }, recording)).toMatchObject(
      refused('AccountFrozen', '/destinationAccountId'),
    );
  });

  it('is recorded after all that its accounts and itself have recorded, also where a clock is behind', async () => {
    const early = { ...recording, now: instantOf(0) };
    const { heads, command } = await authorizedHold();
    const recordedIn = (decided: ReturnType<typeof releaseHold>): readonly string[] =>
      decided.ok ? decided.value.map(({ text }) => (JSON.parse(text) as { recordedAt: string }).recordedAt) : [];
    const ofAccounts = [heads.source, heads.destination].map((account) => recordedAtOf(account.head) ?? '');
    const authorized = recordedIn(authorizeHold(command, { ...heads, hold: headBefore(streamId) }, early));
    expect(authorized).toHaveLength(3);
    for (const at of authorized) for (const before of ofAccounts) expect(at > before).toBe(true);
    // The newest of all is the hold itself.
    const late = await authorizedHold(instantOf(1_864_000_000_000));
    const entry = headBefore(streamIdOf('main', 'entry', 'jen_1'));
    const dates = { effectiveDate: day, valueDate: day };
    const all = { ...late.headsAfter, hold: late.head, entry };
    for (const decided of [
      releaseHold({ type: 'VoidHold', holdId: 'hld_1' }, all, early),
      captureHold({ ...capture, ...dates }, all, early),
    ]) {
      expect(recordedIn(decided).length).toBeGreaterThan(2);
      for (const at of recordedIn(decided)) expect(at > (recordedAtOf(late.head) ?? '')).toBe(true);
    }
  });
});
