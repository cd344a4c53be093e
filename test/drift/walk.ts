import { settleSeconds } from '../../functions/auditor/walk-log.ts';
import { type Answer, type Api, apiClient, entryOf, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';

/** How long anything may take that happens a moment later. */
const momentSeconds = 5;

/** How often the walk wants schedules to fire, in seconds. */
export const walkEverySeconds = 6;

/** How long something may take that a schedule has to bring about. */
const scheduledSeconds = 4 * walkEverySeconds;

const expectStatus = (answer: Answer, status: number, what: string): Answer => {
  if (answer.status === status) return answer;
  throw new Error(`${what}: ${answer.status} in place of ${status}: ${JSON.stringify(answer.body)}`);
};

const itemsOf = ({ body }: Answer): readonly unknown[] => (Array.isArray(body['items']) ? body['items'] : []);

/**
 * Uses everything that the program declares, once, as callers and the bank would: each route, each function, each
 * mapping and each schedule. Rejects with what did not work.
 */
export const walk = async (stack: { readonly url: string; readonly token: string }): Promise<void> => {
  const api = apiClient(stack);
  await walkDocuments(api);
  await openAccounts(api, {
    bank: { type: 'asset' },
    seller: { type: 'liability', floor: '0.00' },
    spender: { type: 'liability' },
    idle: { type: 'liability' },
  });
  await walkJournal(api);
  await walkAccount(api);
  await walkSealing(api);
  const expiring = await walkHolds(api);
  await Promise.all([walkPayouts(api), walkReview(api)]);
  await eventually(
    () => api.get(`/v1/holds/${expiring}`),
    ({ body }) => body['status'] === 'expired',
    scheduledSeconds,
  );
  await walkLog(api);
  await walkAuditor(api);
};

const walkDocuments = async (api: Api): Promise<void> => {
  expectStatus(await api.get('/openapi.json', { token: null }), 200, 'the OpenAPI document');
  expectStatus(await api.get('/docs', { token: null }), 200, 'the page of the API');
  const health = expectStatus(await api.get('/v1/health', { token: null }), 200, 'health');
  if (health.body['status'] === undefined) throw new Error(`health says nothing: ${JSON.stringify(health.body)}`);
  expectStatus(await api.get('/v1/no-such-route'), 404, 'an unknown route');
  const problem = (await api.get('/v1/no-such-route')).body;
  if (problem['code'] !== 'RouteNotFound') throw new Error('an unknown route is not answered by the API');
};

const walkJournal = async (api: Api): Promise<void> => {
  const posted = await api.post('/v1/journal-entries', { body: entryOf('bank', 'seller', '100.00') });
  expectStatus(posted, 201, 'a journal entry');
  expectStatus(await api.get(`/v1/journal-entries/${posted.body['id']}`), 200, 'reading the journal entry');
  await eventually(
    () => api.get('/v1/accounts/seller/entries'),
    (answer) => itemsOf(answer).length === 1,
    momentSeconds,
  );
  await eventually(
    () => api.get('/v1/accounts'),
    (answer) => itemsOf(answer).length >= 4,
    momentSeconds,
  );
  expectStatus(await api.get('/v1/trial-balance'), 200, 'the trial balance');
};

const walkAccount = async (api: Api): Promise<void> => {
  expectStatus(await api.get('/v1/accounts/seller'), 200, 'an account');
  expectStatus(await api.get('/v1/accounts/seller/balance'), 200, 'a balance');
  const orders: readonly (readonly [string, unknown])[] = [
    ['freeze', {}],
    ['unfreeze', {}],
    ['limits', { floor: '0.00' }],
    ['close', {}],
  ];
  for (const [order, body] of orders)
    expectStatus(await api.post(`/v1/accounts/idle/${order}`, { body }), 200, `${order} of an account`);
};

// A log that was sealed a moment ago is not sealed again for the next fact: only the schedule seals that.
const walkLog = async (api: Api): Promise<void> => {
  for (const id of ['sealed-as-it-came', 'sealed-later']) {
    await openAccounts(api, { [id]: { type: 'asset' } });
    await eventually(
      () => api.get(`/v1/audit/proofs/${encodeURIComponent(`main#A#${id}@1`)}`),
      ({ status }) => status === 200,
      scheduledSeconds,
    );
  }
  expectStatus(await api.get('/v1/audit/checkpoint'), 200, 'the checkpoint');
};

// The auditor leaves what was recorded a few seconds ago for later, so it has looked at the last facts only after that.
const walkAuditor = async (api: Api): Promise<void> => {
  const settled = new Date(Date.now() + settleSeconds * 1_000).toISOString();
  await eventually(
    () => api.get('/v1/audit/comparison'),
    ({ status, body }) => status === 200 && body['status'] === 'same' && String(body['checkedAt'] ?? '') > settled,
    settleSeconds + scheduledSeconds,
  );
};

const walkSealing = async (api: Api): Promise<void> => {
  const said = { subject: 'person-1', value: 'Ada Lovelace' };
  const { body } = expectStatus(await api.post('/v1/sealed-values', { body: said }), 200, 'sealing');
  const address = `/v1/sealed-values/${body['sealed']}`;
  expectStatus(await api.get(address), 200, 'opening what was sealed');
  expectStatus(await api.delete('/v1/subjects/person-1'), 200, 'erasing a subject');
  expectStatus(await api.get(address), 410, 'opening what was erased');
};

const walkHolds = async (api: Api): Promise<string> => {
  const hold = async (milliseconds: number): Promise<string> => {
    const expiresAt = new Date(Date.now() + milliseconds).toISOString();
    const about = { accountId: 'seller', destinationAccountId: 'bank', amount: '1.00', currency: 'USD' };
    const answer = await api.post('/v1/holds', { body: { ...about, expiresAt, description: 'Hold' } });
    return String(expectStatus(answer, 201, 'a hold').body['id']);
  };
  const [captured, voided] = [await hold(60_000), await hold(60_000)];
  expectStatus(await api.get(`/v1/holds/${captured}`), 200, 'reading a hold');
  expectStatus(await api.post(`/v1/holds/${captured}/captures`, { body: {} }), 201, 'a capture');
  expectStatus(await api.post(`/v1/holds/${voided}/void`, { body: {} }), 200, 'a void');
  return hold(1_500);
};

const payout = async (api: Api, source: string, destination: string): Promise<string> => {
  const accounts = { sourceAccountId: source, settlementAccountId: 'bank' };
  const body = { kind: 'payout', ...accounts, amount: '5.00', currency: 'USD', destination, description: 'Payout' };
  return String(expectStatus(await api.post('/v1/transfers', { body }), 202, 'a payout').body['id']);
};

const reaches = (api: Api, id: string, status: string, seconds = momentSeconds): Promise<Answer> =>
  eventually(
    () => api.get(`/v1/transfers/${id}`),
    ({ body }) => body['status'] === status,
    seconds,
  );

// The bank settles late payouts by its schedule. One that it takes right after that is settled by its mapping, long
// before the schedule comes again.
const walkPayouts = async (api: Api): Promise<void> => {
  const late = await payout(api, 'seller', 'sim-late');
  const silent = await payout(api, 'seller', 'sim-silent');
  const refused = await payout(api, 'seller', 'sim-refuse');
  await reaches(api, silent, 'submitted');
  const railReference = String((await api.get(`/v1/transfers/${silent}`)).body['railReference']);
  const notice = await api.post(`/v1/transfers/${silent}/settlements`, { body: { outcome: 'settled', railReference } });
  expectStatus(notice, 200, "the bank's notice");
  await Promise.all([reaches(api, silent, 'completed'), reaches(api, refused, 'undone')]);
  await reaches(api, late, 'completed', scheduledSeconds);
  const accepted = await payout(api, 'seller', 'sim-accept');
  await reaches(api, accepted, 'completed');
  await eventually(() => api.get(`/v1/transfers/${accepted}/timeline`), seenByAll, momentSeconds);
};

const seenByAll = ({ body }: Answer): boolean => {
  const facts = (body['facts'] ?? []) as readonly { readonly seenBy: Readonly<Record<string, unknown>> }[];
  const consumers = ['relay', 'balance', 'fraud', 'audit'];
  return facts.length > 0 && facts.every(({ seenBy }) => consumers.every((name) => typeof seenBy[name] === 'string'));
};

// More payments a minute than the policy allows: the account's next payout waits for a person, who lets it go on.
const walkReview = async (api: Api): Promise<void> => {
  await Promise.all(
    Array.from({ length: 40 }, () => api.post('/v1/journal-entries', { body: entryOf('spender', 'bank', '1.00') })),
  );
  await eventually(
    () => api.get('/v1/risk/alerts'),
    (answer) => itemsOf(answer).length > 0,
    momentSeconds,
  );
  const reviewed = await payout(api, 'spender', 'sim-accept');
  await reaches(api, reviewed, 'inReview');
  const alerts = await eventually(
    () => api.get('/v1/risk/alerts?limit=200'),
    (answer) => itemsOf(answer).some((alert) => (alert as { transferId?: string }).transferId === reviewed),
    momentSeconds,
  );
  const alert = itemsOf(alerts).find((one) => (one as { transferId?: string }).transferId === reviewed) as {
    id: string;
  };
  const resolution = await api.post(`/v1/risk/alerts/${alert.id}/resolution`, { body: { decision: 'approve' } });
  expectStatus(resolution, 200, 'the resolution of an alert');
  await reaches(api, reviewed, 'completed');
};
