import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { RowQuery } from '../../../domain/ports/projection-store.ts';

type KeyCondition = Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'>;

/** Sorts after every text that begins with what it is put behind. */
const highest = '\u{10ffff}';

/**
 * A query as DynamoDB's condition on keys, which allows one comparison of the sort key: where there are a prefix and
 * a row to begin after, a range, which takes in that row as well. Undefined where no row can match.
 */
export const keyConditionOf = ({
  partition,
  prefix = '',
  after,
  descending = false,
}: RowQuery): KeyCondition | undefined => {
  const condition = (text: string, values: Readonly<Record<string, string>>): KeyCondition => ({
    KeyConditionExpression: text === '' ? 'pk = :pk' : `pk = :pk AND ${text}`,
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries({ ':pk': partition, ...values }).map(([name, value]) => [name, { S: value }]),
    ),
  });
  if (after === undefined)
    return prefix === '' ? condition('', {}) : condition('begins_with(sk, :from)', { ':from': prefix });
  if (prefix === '') return condition(descending ? 'sk < :from' : 'sk > :from', { ':from': after });
  const last = `${prefix}${highest}`;
  const from = descending || after < prefix ? prefix : after;
  const to = descending && after < last ? after : last;
  return from > to ? undefined : condition('sk BETWEEN :from AND :to', { ':from': from, ':to': to });
};
