import { emptyBody } from '../schemas/bodies.ts';
import { dryRunQuery, emptyQuery } from '../schemas/queries.ts';
import { erasureAnswerSchema, openedAnswerSchema, sealBody, sealedAnswerSchema } from '../schemas/sealing.ts';

export const sealValueOperation = {
  method: 'POST',
  scope: 'sealed:write',
  id: 'sealValue',
  path: '/v1/sealed-values',
  summary: 'Seal what is said of a person, so that it can be written down and still be forgotten.',
  query: dryRunQuery,
  body: sealBody,
  status: 200,
  answer: sealedAnswerSchema,
  codes: [],
  isPersonal: true,
} as const;

export const openSealedValueOperation = {
  method: 'GET',
  scope: 'sealed:read',
  id: 'openSealedValue',
  path: '/v1/sealed-values/{id}',
  summary: 'What was sealed. That somebody looked is a fact.',
  query: emptyQuery,
  status: 200,
  answer: openedAnswerSchema,
  codes: ['MalformedSealedValue', 'SealedValueNotFound', 'SubjectErased', 'SealedValueAltered'],
} as const;

export const eraseSubjectOperation = {
  method: 'DELETE',
  scope: 'subjects:write',
  id: 'eraseSubject',
  path: '/v1/subjects/{id}',
  summary: 'Forget a person: nothing that was sealed for this subject can be opened any more, for ever.',
  query: dryRunQuery,
  body: emptyBody,
  status: 200,
  answer: erasureAnswerSchema,
  codes: [],
  isPersonal: true,
} as const;
