import { describe, expect, it } from '@jest/globals';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { runStep } from '../../../functions/saga/run-step.ts';
import { everyClaim } from './support/gateway-event.ts';
import { requestedPayout, running, wantedPayout } from './support/payouts.ts';
import { freshKey, post } from './support/requests.ts';

describe('transfers over HTTP', () => {
  it('are requested, started, and read again', async () => {
    const { ask, got, id, path, started } = await requestedPayout();
    expect(id).toMatch(/^trf_[0-9A-Z]{26}$/);
    expect(got).toMatchObject({
      status: 202,
      headers: { location: path },
      body: { status: 'requested', amount: '25.00', reason: null, holdId: null, entryIds: [], metadata: {} },
    });
    expect(started).toEqual([id]);
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: got.body });
  });

  it('are answered alike when asked for again, however far they came', async () => {
    const { ask, got, id, services } = await requestedPayout();
    await running(services, id)('Screen', 'Hold');
    expect(await post(ask, '/v1/transfers', wantedPayout, 'payout')).toMatchObject({
      status: 202,
      text: got.text,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await post(ask, '/v1/transfers', { ...wantedPayout, amount: '26' }, 'payout')).toMatchObject({
      body: { code: 'IdempotencyKeyMisused' },
    });
  });

  it('are accepted though their saga could not be started, which the sweeper makes up for', async () => {
    const startPayout = async () => {
      throw new TransientFailure('Step Functions is away');
    };
    const { got, failures } = await requestedPayout({ more: { startPayout } });
    expect(got.status).toBe(202);
    expect(failures).toHaveLength(1);
  });

  it('are settled by the rail, whose word is recorded before the saga hears of it', async () => {
    const { ask, id, path, services, told } = await requestedPayout();
    const run = running(services, id);
    expect(await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' })).toMatchObject({
      status: 409,
      body: { code: 'TransferInProgress' },
    });
    await run('Screen', 'Hold', 'Submit', 'AwaitSettlement');
    const settled = await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' }, 'notice');
    expect(settled).toMatchObject({ status: 200, body: { status: 'settled', railReference: 'rail-1' } });
    expect(told).toEqual(['token AwaitSettlement Settled']);
    await run('Capture', 'Complete');
    expect(await ask('GET', path)).toMatchObject({ body: { status: 'completed', entryIds: [expect.any(String)] } });
    expect(
      await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' }, 'notice'),
    ).toMatchObject({ text: settled.text, headers: { 'idempotency-replayed': 'true' } });
    const returned = await post(ask, `${path}/settlements`, { outcome: 'returned', railReference: 'rail-1' });
    expect(returned).toMatchObject({ status: 200, body: { status: 'undone', reason: { code: 'RailReturned' } } });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({ posted: '100.00' });
    expect(await post(ask, `${path}/settlements`, { outcome: 'refused', railReference: 'rail-1' })).toMatchObject({
      status: 409,
      body: { code: 'TransferEnded' },
    });
  });

  it('keep their hold to themselves', async () => {
    const { ask, id, path, services } = await requestedPayout();
    await running(services, id)('Screen', 'Hold');
    const { holdId } = (await ask('GET', path)).body;
    expect(await ask('GET', `/v1/holds/${holdId}`)).toMatchObject({ body: { transferId: id, expiresAt: null } });
    for (const what of ['captures', 'void'])
      expect(await post(ask, `/v1/holds/${holdId}/${what}`, {})).toMatchObject({
        status: 409,
        body: { code: 'HoldOfTransfer' },
      });
  });

  it('have a timeline of what happened, and of when each part of the system saw it', async () => {
    const { ask, id, path, services, project } = await requestedPayout();
    await running(services, id)('Screen', 'Hold', 'Submit', 'AwaitSettlement');
    await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' });
    await running(services, id)('Capture', 'Complete');
    const before = (await ask('GET', `${path}/timeline`)).body;
    expect(before['steps']).toMatchObject(
      ['requested', 'screened', 'held', 'submitted', 'settled', 'captured', 'completed'].map((name) => ({
        name,
        status: 'done',
        attempt: 1,
        error: null,
      })),
    );
    await project();
    const { facts } = (await ask('GET', `${path}/timeline`)).body;
    expect(facts).toMatchObject([
      { type: 'TransferRequested', factId: `main#X#${id}@0` },
      { type: 'TransferScreened' },
      expect.anything(),
      expect.anything(),
      { type: 'TransferSubmitted' },
      { type: 'TransferSettled' },
      expect.anything(),
      expect.anything(),
      expect.anything(),
      { type: 'TransferCompleted' },
    ]);
    const types = (facts as readonly { readonly type: string }[]).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['HoldAuthorized', 'HoldCaptured', 'JournalEntryPosted']));
    for (const fact of facts as readonly object[])
      expect(fact).toMatchObject({
        seenBy: { relay: expect.any(String), balance: expect.any(String), fraud: null, audit: null },
      });
  });

  it('have a timeline that tells what failed', async () => {
    const { ask, id, path, services } = await requestedPayout();
    const run = running(services, id);
    await run('Screen', 'Hold');
    const { ledger, waitingSteps } = services;
    const rail = {
      submit: async () => {
        throw new TransientFailure('The bank did not answer');
      },
      recall: async () => ({ code: 'Recalled' }) as const,
    };
    const riskStore = { screeningOf: async () => ({ outcome: 'approve', reasons: [], features: {} }) as const };
    const failing = runStep(
      { ledger, waitingSteps, rail, riskStore, count: () => {} },
      { step: 'Submit', ledger: 'main', transferId: id },
    );
    await expect(failing).rejects.toThrow();
    const { steps } = (await ask('GET', `${path}/timeline`)).body;
    expect((steps as readonly unknown[]).at(-1)).toMatchObject({
      name: 'Submit',
      status: 'failed',
      error: { code: expect.any(String), detail: expect.any(String) },
    });
  });

  it('of another ledger are not there', async () => {
    const { ask, path } = await requestedPayout();
    const claims = { sub: 'other', ledger: 'other', scope: 'transfers:read settlements:write' };
    for (const what of ['', '/timeline'])
      expect(await ask('GET', `${path}${what}`, { claims })).toMatchObject({ body: { code: 'TransferNotFound' } });
    const body = { outcome: 'settled', railReference: 'rail-1' };
    expect(await ask('POST', `${path}/settlements`, { claims, body, key: freshKey() })).toMatchObject({ status: 404 });
  });

  it('that need repair are repaired by two people', async () => {
    const { ask, id, path, services } = await requestedPayout();
    const found = { outcome: 'moved', railReference: 'rail-1', detail: 'The bank says so.' };
    const as = (sub: string) => ({ ...everyClaim, sub });
    const asked = (actor: string, address: string, body: object, key = freshKey()) =>
      ask('POST', `${path}/${address}`, { body, key, claims: as(actor) });
    await running(services, id)('Screen', 'Hold');
    expect(await asked('ana', 'repairs', found)).toMatchObject({ status: 409, body: { code: 'TransferNotInRepair' } });
    await running(services, id)('NeedsRepair');
    const proposal = await asked('ana', 'repairs', found, 'proposal');
    expect(proposal).toMatchObject({ status: 200, body: { proposedRepair: { ...found, proposedBy: 'ana' } } });
    expect(await asked('ana', 'repairs', found)).toMatchObject({ status: 200, text: proposal.text });
    expect(await asked('ana', 'approvals', { outcome: 'moved' })).toMatchObject({
      status: 409,
      body: { code: 'ApprovedByProposer' },
    });
    const dry = await ask('POST', `${path}/approvals?dryRun=true`, {
      body: { outcome: 'moved' },
      key: freshKey(),
      claims: as('ben'),
    });
    expect(dry).toMatchObject({ status: 200, body: { status: 'completed', dryRun: true } });
    const approval = await asked('ben', 'approvals', { outcome: 'moved' }, 'approval');
    expect(approval).toMatchObject({ status: 200, body: { status: 'completed', proposedRepair: null } });
    expect(await asked('ben', 'approvals', { outcome: 'moved' }, 'approval')).toMatchObject({
      text: approval.text,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({ posted: '75.00', held: '0.00' });
  });
});
