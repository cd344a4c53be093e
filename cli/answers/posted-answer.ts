import type { JsonObject } from '../../domain/shared/json.ts';
import type { Posted } from '../api/api-client.ts';
import type { Answer } from './answer.ts';

/** The answer to a request that changes something: what it made, and whether it was made by now or before. */
export const postedAnswer = ({ document, replayed }: Posted, shown: (document: JsonObject) => Answer): Answer => {
  const answer = shown(document);
  if (!replayed) return answer;
  return {
    ...answer,
    text: `${answer.text}\n(The same request came before. This is its answer, and nothing else happened.)`,
  };
};
