import { describe, expect, it } from '@jest/globals';
import { InvariantViolation, TransientFailure } from '../../../domain/shared/failures.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { logSealer, secondsBetweenCheckpoints } from '../../../functions/audit/seal-logs.ts';
import { archiveAtLast, factsNamed, optionsWith } from './archive-parts.ts';
import { logWorld, objectsOf } from './log-parts.ts';
import '../../support/quiet-log.ts';

const sealerWorld = () => {
  const world = logWorld();
  let seconds = 1_764_000_000;
  const clock = { now: () => instantOf(seconds * 1_000) };
  const counted: string[] = [];
  const count = (name: string): void => void counted.push(name);
  const options = { ...world.options, store: world.store, clock, count };
  return {
    ...world,
    counted,
    options,
    pass: (more: number): void => {
      seconds += more;
    },
    sealer: logSealer(options),
    checkpoints: async () => [...(await objectsOf(world.archive, 'log/main/checkpoint/')).keys()].length,
  };
};

describe('the sealer', () => {
  it('seals as facts arrive, but not at each', async () => {
    const { add, sealer, pass, checkpoints } = sealerWorld();
    await add(1);
    await sealer.sealWhenDue('main');
    await add(1);
    pass(secondsBetweenCheckpoints - 1);
    await sealer.sealWhenDue('main');
    expect(await checkpoints()).toBe(1);
    pass(1);
    await sealer.sealWhenDue('main');
    expect(await checkpoints()).toBe(2);
  });

  it('seals what is left when no more facts arrive, in every log that it was ever told of', async () => {
    const { archive, add, options, sealer, checkpoints } = sealerWorld();
    await add(1);
    await sealer.sealWhenDue('main');
    await add(1);
    await sealer.sealWhenDue('main');
    for (let other = 0; other < 101; other += 1) await sealer.sealWhenDue(`other${other}`);
    await archiveAtLast(factsNamed('x'), optionsWith(options.store, archive));
    await logSealer(options).sealAll();
    expect(await checkpoints()).toBe(2);
  });

  it('never holds up the facts, whatever the signer does', async () => {
    const { add, options, counted, checkpoints } = sealerWorld();
    const failing = { publicKey: () => Promise.reject(new TransientFailure('No KMS')), sign: () => Promise.reject() };
    const sealer = logSealer({ ...options, signers: [failing] });
    await add(1);
    await sealer.sealWhenDue('main');
    await expect(sealer.sealAll()).rejects.toThrow(TransientFailure);
    expect(counted).toEqual([]);
    await logSealer(options).sealAll();
    expect(await checkpoints()).toBe(1);
  });

  it('seals the other logs where one cannot be sealed, and says so in the end', async () => {
    const { archive, add, options, sealer, counted, checkpoints } = sealerWorld();
    await add(1);
    await archive.create('facts/early/000000000001.ndjson', 'not closed');
    await sealer.sealWhenDue('early');
    expect(counted).toEqual(['InvariantViolations']);
    await logSealer(options).sealWhenDue('main');
    await add(1);
    await expect(sealer.sealAll()).rejects.toThrow(InvariantViolation);
    expect(await checkpoints()).toBe(2);
  });

  it('fails where it cannot note that there is a log, so that nobody forgets it', async () => {
    const { options } = sealerWorld();
    const load = () => Promise.reject(new TransientFailure('It cannot be reached'));
    const sealer = logSealer({ ...options, store: { ...options.store, load } });
    await expect(sealer.sealWhenDue('main')).rejects.toThrow(TransientFailure);
  });
});
