import { codeOf, isAccepted, isRefused } from '../history/exchange.ts';
import type { Operation } from '../told/operations.ts';
import type { Check } from './check.ts';

const nameOf = ({ route, id, key }: Operation): string => `${route}${id === '' ? '' : ` ${id}`} (${key})`;

/** Whoever asks again and again hears in the end what became of it. */
export const nothingUndetermined: Check = ({ told }) =>
  told.operations
    .filter(({ isUndetermined }) => isUndetermined)
    .map((one) => `Nobody knows what became of ${nameOf(one)}`);

/** The same key and body get the same answer, however often and at whatever time. */
export const repeatedAlike: Check = ({ told }) =>
  told.operations.flatMap((operation) => {
    const accepted = operation.exchanges.filter(isAccepted);
    const [first, ...more] = accepted.map(({ answer }) => JSON.stringify([answer?.status, answer?.body]));
    const others = more.filter((answer) => answer !== first);
    const laterRefusals = operation.exchanges.filter(
      (exchange) => isRefused(exchange) && exchange.begun > operation.known,
    );
    return [
      ...others.slice(0, 1).map((other) => `${nameOf(operation)} was answered ${first}, and then ${other}`),
      ...laterRefusals.slice(0, 1).map(({ answer }) => {
        return `${nameOf(operation)} was accepted, and then refused: ${JSON.stringify(answer?.body)}`;
      }),
    ];
  });

/** Another body under a key that was used is refused, and for that reason. */
export const misuseRefused: Check = ({ told }) =>
  told.operations.flatMap((operation) =>
    operation.misuses
      .filter(({ answer }) => answer !== null && answer.status < 500)
      .filter(({ answer }) => answer?.status !== 422 || codeOf(answer.body) !== 'IdempotencyKeyMisused')
      .map(({ answer, body }) => {
        const what = `${nameOf(operation)} was misused with ${JSON.stringify(body)}`;
        return `${what}, and answered ${answer?.status} ${JSON.stringify(answer?.body).slice(0, 200)}`;
      }),
  );

/** Of all accepted answers to one request, at most one says that it is new. */
export const replaysSaid: Check = ({ told }) =>
  told.operations.flatMap((operation) => {
    const fresh = operation.exchanges.filter((exchange) => isAccepted(exchange) && exchange.answer?.isReplay === false);
    const isNamed = operation.route === 'postEntry' || operation.route === 'authorizeHold';
    return isNamed && fresh.length > 1
      ? [`${nameOf(operation)} was accepted ${fresh.length} times as if it were new`]
      : [];
  });

/** The ledger never says that it is broken. A gateway may, whose function was killed. */
export const noDefects: Check = ({ told }) =>
  told.history.exchanges
    .filter(({ answer }) => codeOf(answer?.body) === 'InternalError')
    .map(({ method, path, answer }) => `${method} ${path} was answered ${JSON.stringify(answer?.body)}`);
