import { synthesizedLocation } from './synthesized-state.ts';

/** What AWS would answer to a question that the program asks while it runs; undefined for a question not known here. */
export const synthesizedAnswer = (token: string): Readonly<Record<string, unknown>> | undefined => answers[token];

const { region, accountId } = synthesizedLocation;

const answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': {
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
  },
  'aws:index/getRegion:getRegion': { id: region, region, name: region, description: region, endpoint: '' },
};
