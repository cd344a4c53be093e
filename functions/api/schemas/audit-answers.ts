import * as z from 'zod';
import { textAnswer } from './answer-parts.ts';

export const checkpointAnswerSchema = z
  .strictObject({
    size: z.int().positive().meta({ description: 'How many entries the log had.' }),
    checkpoint: textAnswer.meta({
      description: 'The signed note: origin, size and root, then the signatures (C2SP tlog-checkpoint v1.0.0).',
    }),
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
