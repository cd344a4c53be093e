import type { CheckName } from './checks/all-checks.ts';
import { accepted, adding, answering, bodyOf, changing, changingBank, type Edit, refusing, without } from './edits.ts';
import { codeOf, type Exchange } from './history/exchange.ts';

/** Something that a ledger might do, and the check that has to notice. */
export type BadHistory = { readonly what: string; readonly check: CheckName; readonly edit: Edit };

const posted = accepted('POST', /journal-entries$/);
const repeated = accepted('POST', /journal-entries$/, 'repeat');
const aboutEntry = /^\/v1\/journal-entries\/jen_/;

const unknown: Partial<Exchange> = { answer: null, failure: 'The connection was lost' };

const isCompleted = (exchange: Exchange): boolean =>
  accepted('GET', /^\/v1\/transfers\/trf_/, 'final')(exchange) &&
  bodyOf(exchange)['status'] === 'completed' &&
  bodyOf(exchange)['destination'] !== 'sim-silent';

/** What is wrong with answers to writes, payouts and proofs. */
export const badAnswers: readonly BadHistory[] = [
  {
    what: 'an answer never comes',
    check: 'nothingUndetermined',
    edit: changing(accepted('POST', /freeze$/), () => unknown),
  },
  {
    what: 'a repetition hears another time',
    check: 'repeatedAlike',
    edit: answering(repeated, (body) => ({ ...body, recordedAt: '2026-01-01T00:00:00.000Z' })),
  },
  {
    what: 'a repetition is refused',
    check: 'repeatedAlike',
    edit: refusing(repeated, 422, 'InsufficientFunds'),
  },
  {
    what: 'a repetition is done as if it were new',
    check: 'replaysSaid',
    edit: changing(repeated, ({ answer }) => ({ answer: answer === null ? null : { ...answer, isReplay: false } })),
  },
  {
    what: 'another body under the same key is taken',
    check: 'misuseRefused',
    edit: changing(
      ({ purpose }) => purpose === 'misuse',
      () => ({ answer: { status: 201, isReplay: false, body: {} } }),
    ),
  },
  {
    what: 'the ledger says that something went wrong in it',
    check: 'noDefects',
    edit: adding(posted, () => ({ answer: { status: 500, isReplay: false, body: { code: 'InternalError' } } })),
  },
  {
    what: 'an answer lacks the entry id',
    check: 'answersReadable',
    edit: answering(accepted('GET', aboutEntry, 'final'), ({ id: _, ...body }) => body),
  },
  {
    what: 'an answered entry is not read at the end',
    check: 'entriesStay',
    edit: without(accepted('GET', aboutEntry, 'final')),
  },
  {
    what: 'a hold reads otherwise than it was authorized',
    check: 'holdsStay',
    edit: answering(accepted('POST', /holds$/), (body) => ({ ...body, authorizedAt: '2026-01-01T00:00:00.000Z' })),
  },
  {
    what: 'an answered entry is not found later',
    check: 'nothingForgotten',
    edit: refusing(accepted('GET', aboutEntry, 'final'), 404, 'EntryNotFound'),
  },
  {
    what: 'an answered entry reads otherwise later',
    check: 'entriesStay',
    edit: answering(accepted('GET', aboutEntry, 'final'), (body) => ({ ...body, description: 'Another story' })),
  },
  {
    what: 'an entry is posted that is not the one asked for',
    check: 'entriesAreAsAsked',
    edit: changing(posted, ({ body }) => ({
      body: { ...(body as object), postings: (body as { postings: readonly object[] }).postings.toReversed() },
    })),
  },
  {
    what: 'an entry is refused for funds that are there',
    check: 'refusalsExplained',
    edit: adding(posted, () => ({
      key: 'a deposit that is refused',
      answer: { status: 422, isReplay: false, body: { code: 'InsufficientFunds' } },
    })),
  },
  {
    what: 'a capture is refused as voided before anybody voided',
    check: 'refusalsExplained',
    edit: adding(accepted('POST', /captures$/), ({ begun }) => ({
      key: 'a capture that is refused',
      begun: begun - 2,
      ended: begun - 1,
      answer: { status: 409, isReplay: false, body: { code: 'HoldVoided' } },
    })),
  },
  {
    what: 'a refusal is of a kind that the request cannot have',
    check: 'refusalsExplained',
    edit: changing(
      ({ answer }) => codeOf(answer?.body) === 'AccountExists',
      () => ({ answer: { status: 422, isReplay: false, body: { code: 'UnbalancedEntry' } } }),
    ),
  },
  {
    what: 'a payout stays on its way',
    check: 'transfersEnd',
    edit: answering(isCompleted, (body) => ({ ...body, status: 'submitted' })),
  },
  {
    what: 'a payout completes without an entry',
    check: 'transfersAddUp',
    edit: answering(isCompleted, (body) => ({ ...body, entryIds: [] })),
  },
  {
    what: 'the hold of a completed payout is voided',
    check: 'transfersAddUp',
    edit: answering(
      (exchange) =>
        accepted('GET', /holds\/hld_/, 'final')(exchange) &&
        bodyOf(exchange)['transferId'] !== null &&
        bodyOf(exchange)['status'] === 'captured',
      (body) => ({ ...body, status: 'voided' }),
    ),
  },
  {
    what: 'the bank moves money twice',
    check: 'bankAgrees',
    edit: changingBank((payouts) => payouts.map((payout) => ({ ...payout, effects: payout.effects * 2 }))),
  },
  {
    what: 'the bank moves no money for a completed payout',
    check: 'bankAgrees',
    edit: changingBank(() => []),
  },
  {
    what: 'the bank has a payout that nobody asked for',
    check: 'bankAgrees',
    edit: changingBank((payouts) => [...payouts, { reference: 'trf_0', destination: '', status: '', effects: 0 }]),
  },
  {
    what: 'a fact is not in the log',
    check: 'factsAreProven',
    edit: refusing(accepted('GET', /proofs/, 'final'), 404, 'FactNotFound'),
  },
  {
    what: 'the log says something else than was answered, with a proof for something else',
    check: 'factsAreProven',
    edit: answering(accepted('GET', /proofs/, 'final'), (body) => ({
      ...body,
      proofs: (body['proofs'] as readonly { readonly entry: string }[]).map(({ entry, ...proof }) => ({
        ...proof,
        entry: entry.replace(/\d(?=\.)/, '7').replace('"who":"', '"who":"not '),
      })),
    })),
  },
  {
    what: 'nothing is proven at all',
    check: 'factsAreProven',
    edit: without(({ path, purpose }) => path.includes('proofs') && purpose === 'final'),
  },
  {
    what: 'the log has another root at the same size',
    check: 'logNeverForks',
    edit: adding(accepted('GET', /checkpoint$/, 'final'), ({ answer }) => ({
      answer: answer === null ? null : { ...answer, body: forked(answer.body as { readonly checkpoint: string }) },
    })),
  },
  {
    what: 'the log is shorter than it was',
    check: 'logNeverForks',
    edit: adding(accepted('GET', /checkpoint$/, 'final'), ({ answer, ended }) => ({
      begun: ended + 1,
      ended: ended + 2,
      answer: answer === null ? null : { ...answer, body: { size: 1, checkpoint: 'quipu/local/main\n1\nAAAA\n' } },
    })),
  },
];

const forked = ({ checkpoint, ...body }: { readonly checkpoint: string }) => {
  const [origin, size, , ...more] = checkpoint.split('\n');
  return { ...body, checkpoint: [origin, size, 'AAAA', ...more].join('\n') };
};
