import * as z from 'zod';
import { amountAnswer, dryRunAnswer, momentAnswer, nextCursorAnswer, textAnswer } from './answer-parts.ts';

export const checkpointAnswerSchema = z
  .strictObject({
    size: z.int().positive().meta({ description: 'How many entries the log had.' }),
    checkpoint: textAnswer.meta({
      description: 'The signed note: origin, size and root, then the signatures (C2SP tlog-checkpoint v1.0.0).',
    }),
    cosigned: z
      .strictObject({ size: z.int().positive(), checkpoint: textAnswer })
      .nullable()
      .meta({ description: 'The newest checkpoint that a witness has cosigned, with all its signatures.' }),
  })
  .meta({ id: 'Checkpoint' });

export const proofsAnswerSchema = z
  .strictObject({
    factId: textAnswer,
    proofs: z
      .array(
        z.strictObject({
          index: z.int().nonnegative().meta({ description: 'Where the entry is in the log, from 0.' }),
          entry: textAnswer.meta({
            description: 'The entry, byte for byte: its leaf hash is SHA-256 of a zero byte and its UTF-8.',
          }),
          proof: textAnswer.meta({
            description: 'A file .tlog-proof: index, hashes, and the checkpoint that they lead to.',
          }),
        }),
      )
      .meta({ description: 'One, unless more than one text claimed to be this fact: all that did are evidence.' }),
  })
  .meta({ id: 'FactProofs' });

const indexAnswer = z.int().nonnegative().meta({ description: 'Where the entry is in the log, from 0.' });

export const consistencyAnswerSchema = z
  .strictObject({
    from: z.int().positive(),
    to: z.int().positive(),
    proof: textAnswer.meta({
      description: '`old` and the earlier size, the hashes, and the later checkpoint, as C2SP tlog-witness has them.',
    }),
  })
  .meta({ id: 'ConsistencyProof' });

export const closeAnswerSchema = z
  .strictObject({
    index: indexAnswer,
    ledger: textAnswer,
    accounts: z.int().nonnegative().meta({ description: 'How many accounts there were.' }),
    closedAt: momentAnswer,
    currencies: z
      .array(z.strictObject({ currency: textAnswer, debits: amountAnswer, credits: amountAnswer }))
      .meta({ description: 'Posted totals over all accounts: a trial balance.' }),
    heads: textAnswer.meta({ description: "The RFC 6962 root over the lines of the accounts' heads, in hexadecimal." }),
    previous: z.int().nonnegative().nullable().meta({ description: 'The index of the close before it.' }),
    reason: z.enum(['schedule', 'demand']),
    dryRun: dryRunAnswer,
  })
  .meta({ id: 'Close' });

export const closesAnswerSchema = z
  .strictObject({ items: z.array(closeAnswerSchema), nextCursor: nextCursorAnswer })
  .meta({ id: 'Closes' });

const headProof = {
  accountId: textAnswer,
  head: textAnswer.meta({
    description: "The line of the account's head, byte for byte: its version, its newest hash and its totals.",
  }),
  place: z.int().nonnegative().meta({ description: 'Which of the lines it is, from 0.' }),
  hashes: z
    .array(textAnswer)
    .meta({ description: 'The RFC 6962 path from the line to the root in the close, base64.' }),
};

export const balanceProofAnswerSchema = z
  .strictObject({
    ...headProof,
    accounts: z.int().positive().meta({ description: 'How many lines there are.' }),
    stripes: z.array(z.strictObject(headProof)).meta({
      description: 'The same of each stripe of a striped account: its balance is the sum of theirs.',
    }),
    close: z
      .strictObject({ index: indexAnswer, entry: textAnswer, proof: textAnswer })
      .meta({ description: 'The entry that states the root, and a file .tlog-proof of it.' }),
  })
  .meta({ id: 'BalanceProof' });
